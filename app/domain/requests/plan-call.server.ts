import type { Tx } from '#app/platform/db.ts'
import type { CallKind } from './request.ts'

/** Someone has to hear it from a person: the call, until when, and which try it is. */
export async function planCall(
  tx: Tx,
  call: { requestId: string; kind: CallKind; dueAt: Date; attempt?: number },
): Promise<void> {
  await tx.callTask.create({ data: call })
}

/** Calls of these kinds that wait would say what is no longer so; without kinds, there is nobody left to call. */
export async function dropCalls(
  tx: Tx,
  of: { requestIds: string[]; kinds?: readonly CallKind[]; at: Date },
): Promise<void> {
  const { requestIds, kinds, at } = of
  await tx.callTask.updateMany({
    where: { requestId: { in: requestIds }, doneAt: null, ...(kinds ? { kind: { in: [...kinds] } } : {}) },
    data: { doneAt: at, outcome: 'not_needed' },
  })
}
