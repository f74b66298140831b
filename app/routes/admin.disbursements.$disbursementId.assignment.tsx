import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { z } from 'zod'
import { AssignForm } from '#app/components/disbursements/assign-form.tsx'
import { AssignmentHistory } from '#app/components/disbursements/assignment-history.tsx'
import { useDisbursementFrame } from '#app/components/disbursements/disbursement-frame.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { assignPoster } from '#app/domain/postings/assign-poster.server.ts'
import { assignmentPage } from '#app/domain/postings/assignment-page.server.ts'
import { postingForm } from '#app/domain/postings/forms.ts'
import { withdrawAssignment } from '#app/domain/postings/withdraw-assignment.server.ts'
import { disbursementOf } from '#app/http/disbursement-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['vault', 'window'] }

export const headers = noStore

export async function loader(args: LoaderFunctionArgs) {
  const staff = await requireStaff(args.request, 'postings:assign')
  const { disbursementId } = await disbursementOf(args, staff)
  const assignment = await assignmentPage({ staff, disbursementId })
  if (!assignment) throw new Response(null, { status: 404 })
  return { assignment }
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'postings:assign')
  const { disbursementId, page } = await disbursementOf(args, staff)

  const form = parseForm(await readForm(args.request), postingForm(page.kind))
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(change(staff, disbursementId, form.value), form.values)
  if (!outcome.ok) return outcome.response

  return redirect(paths.disbursement(disbursementId), 303)
}

async function change(
  staff: SignedInStaff,
  disbursementId: string,
  wanted: z.output<ReturnType<typeof postingForm>>,
): Promise<void> {
  if (wanted.intent === 'withdraw') {
    return withdrawAssignment({ staff, disbursementId, reason: wanted.reason })
  }
  const { posterId, hours, methods, papers, way } = wanted
  await assignPoster({
    ...{ staff, disbursementId, posterId },
    details: { hours, methods, papers, ...(way && { way }) },
  })
}

export default function Assignment() {
  const { t } = useWords()
  const { page, timezone } = useDisbursementFrame()
  const { assignment } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <>
      <h2 className="text-l">{t('window:posting.title')}</h2>
      {page.mayAssign ? (
        <AssignForm disbursementId={page.id} kind={page.kind} assignment={assignment} answer={answer} />
      ) : (
        <p className="text-quiet">{t('window:posting.not_now')}</p>
      )}
      <AssignmentHistory history={assignment.history} timezone={timezone} />
    </>
  )
}
