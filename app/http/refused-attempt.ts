import { recordRefusedAttempt } from '#app/domain/audit/record-refused-attempt.server.ts'
import type { FormValues } from './parse-form.ts'
import type { SignedInStaff } from './require-staff.ts'
import { type RefusalAnswer, refused } from './respond.ts'

export type Attempted = {
  staff: SignedInStaff
  /** As the audit calls the act. */
  action: string
  subject: string
  subjectId: string
  /** The fund that it is aimed at, where the subject does not say. */
  fundId?: string
}

/** 409 before the act was even tried, since it cannot be: kept in the audit like one that was. */
export async function refusedAttempt(attempted: Attempted, why: RefusalAnswer, values: FormValues) {
  await keepRefused(attempted, why.code)
  return refused(why, values)
}

export function keepRefused({ staff, ...attempted }: Attempted, reason: string): Promise<void> {
  return recordRefusedAttempt({ ...attempted, actor: { kind: 'staff', id: staff.id }, reason })
}
