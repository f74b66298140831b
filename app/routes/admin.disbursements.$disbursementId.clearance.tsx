import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { Clearances } from '#app/components/clearances.tsx'
import { useDisbursementFrame } from '#app/components/disbursements/disbursement-frame.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { clearRule } from '#app/domain/jurisdictions/clear-rule.server.ts'
import { ClearanceForm } from '#app/domain/jurisdictions/clearance-form.ts'
import { confirmClearance } from '#app/domain/jurisdictions/confirm-clearance.server.ts'
import { disbursementOf } from '#app/http/disbursement-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['rules'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'disbursements:clear')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'disbursements:clear')
  const { disbursementId } = await disbursementOf(args, staff)

  const form = parseForm(await args.request.formData(), ClearanceForm)
  if (!form.ok) return invalid(form)
  const { value } = form
  const outcome = await orRefusal(
    value.act === 'clear'
      ? clearRule({ ...value, staff, disbursementId })
      : confirmClearance({ staff, disbursementId, clearanceId: value.clearanceId }),
    form.values,
  )
  if (!outcome.ok) return outcome.response

  return redirect(paths.disbursement(disbursementId), 303)
}

export default function Clearance() {
  const { page } = useDisbursementFrame()
  const answer = useActionData<typeof action>() ?? undefined
  return <Clearances page={page} answer={answer} />
}
