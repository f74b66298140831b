import type { Tx } from '#app/platform/db.ts'
import type { CallKind } from './request.ts'

/** Someone has to hear it from a person: the call, and until when. */
export async function planCall(
  tx: Tx,
  call: { requestId: string; kind: CallKind; dueAt: Date },
): Promise<void> {
  await tx.callTask.create({ data: call })
}

/** Calls that would say what is no longer so. */
export async function dropCalls(tx: Tx, of: { requestId: string; at: Date }): Promise<void> {
  await tx.callTask.updateMany({
    where: { requestId: of.requestId, doneAt: null },
    data: { doneAt: of.at, outcome: 'not_needed' },
  })
}
