import { Refusal } from '#app/domain/refusal.ts'
import { ConstraintViolation } from '#app/platform/constraint.ts'
import { inTransaction, type Scope, type Tx } from '#app/platform/db.ts'
import type { AuditEntry } from './record-audit.server.ts'
import { recordRefusedAttempt } from './record-refused-attempt.server.ts'

type Attempted = Pick<AuditEntry, 'action' | 'subject' | 'subjectId' | 'fundId' | 'detail'> & {
  staff: { id: string; fundIds: string[] }
  /** Where it is not that of their funds. */
  scope?: Scope
}

/**
 * How every act by a person of staff near money or people is tried: in their funds' scope, in one transaction. One that
 * is refused, by a rule here or in the database, is kept in the audit: who, what, which rule. Never what was typed.
 */
export async function attempt<T>(of: Attempted, work: (tx: Tx) => Promise<T>): Promise<T> {
  const { staff, scope = { kind: 'staff', fundIds: staff.fundIds }, ...attempted } = of
  try {
    return await inTransaction({ scope }, work)
  } catch (error) {
    const reason = reasonOf(error)
    if (reason) {
      await recordRefusedAttempt({ ...attempted, actor: { kind: 'staff', id: staff.id }, reason })
    }
    throw error
  }
}

function reasonOf(error: unknown): string | null {
  if (error instanceof Refusal) return error.code
  return error instanceof ConstraintViolation ? error.constraint : null
}
