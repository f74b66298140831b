import { readForm } from './read-form.ts'
import { requireStaff, type SignedInStaff } from './require-staff.ts'

/** A form about rules, and who sent it: a review of what another wrote is recorded by more people than may write. */
export async function readRuleAct(request: Request): Promise<{ staff: SignedInStaff; sent: FormData }> {
  const sent = await readForm(request)
  const reviews = sent.get('act') === 'review'
  return { staff: await requireStaff(request, `jurisdictions:${reviews ? 'review' : 'manage'}`), sent }
}
