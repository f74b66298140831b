import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { CourtPlaceForm } from '#app/components/disbursements/court-place-form.tsx'
import { useDisbursementFrame } from '#app/components/disbursements/disbursement-frame.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { placeOfBondForm } from '#app/domain/claim-terms/claim-term-forms.ts'
import { sayCourtPlace } from '#app/domain/jurisdictions/say-court-place.server.ts'
import { disbursementOf } from '#app/http/disbursement-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['rules'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'disbursements:propose')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'disbursements:propose')
  const { disbursementId } = await disbursementOf(args, staff)
  const form = parseForm(await readForm(args.request), placeOfBondForm())
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(sayCourtPlace({ staff, disbursementId, ...form.value }), form.values)
  return outcome.ok ? redirect(paths.disbursement(disbursementId), 303) : outcome.response
}

export default function Court() {
  const { t } = useWords()
  const { page } = useDisbursementFrame()
  const answer = useActionData<typeof action>() ?? undefined
  return (
    <>
      <h2 className="text-l">{t('rules:court.title')}</h2>
      <CourtPlaceForm page={page} answer={answer} />
    </>
  )
}
