import { data } from '@remix-run/node'
import type { Preview } from '#app/domain/jurisdictions/preview-findings.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import type { FormValues } from './parse-form.ts'
import type { SignedInStaff } from './require-staff.ts'
import { invalid } from './respond.ts'

/** Whether only the rules were asked for. The form is then read as if it had been sent. */
export function asksForRules(sent: FormData): boolean {
  const checks = sent.get('intent') === 'check'
  sent.delete('intent')
  return checks
}

type Checked = { values: FormValues; errors: Record<string, string>; preview: Preview | null }

/** A proposal that comes back: what was typed, what is wrong with it, and what the rules would say. Nothing was written. */
export function checkedProposal({ values, errors, preview }: Checked) {
  const { data: answer, init } = invalid({ values, errors })
  const status = Object.keys(errors).length > 0 ? init : { ...init, status: 200 }
  return data({ ...answer, preview }, status ?? undefined)
}

/** Whoever asks what the rules would say, and whose records they may read. */
export const asking = (staff: SignedInStaff) => ({
  fundIds: staff.fundIds,
  revealsIn: fundsWhere(staff, 'vault:reveal'),
})
