import { recordRefusedAttempt } from '#app/domain/audit/record-refused-attempt.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { inTransaction, type Scope, type Tx } from '#app/platform/db.ts'

type Attempted = {
  staff: ActingStaff
  action: string
  subject: 'person' | 'legal_demand' | 'disbursement'
  subjectId?: string
  /** Where it is not that of their funds. */
  scope?: Scope
}

/** An act on the vault by a person of staff. One that is refused is kept in the audit: by whom and why, without values. */
export async function attempt<T>(of: Attempted, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { staff, scope = { kind: 'staff', fundIds: staff.fundIds }, ...attempted } = of
  try {
    return await inTransaction({ scope }, work)
  } catch (error) {
    if (error instanceof Refusal) {
      const actor = { kind: 'staff', id: staff.id } as const
      await recordRefusedAttempt({ ...attempted, actor, reason: error.code })
    }
    throw error
  }
}
