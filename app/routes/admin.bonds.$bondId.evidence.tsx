import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { useBondFrame } from '#app/components/bonds/bond-frame.ts'
import { EvidenceForm } from '#app/components/bonds/evidence-form.tsx'
import { EvidenceReview } from '#app/components/bonds/evidence-review.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { addEvidence } from '#app/domain/evidence/add-evidence.server.ts'
import { reviewEvidence } from '#app/domain/evidence/review-evidence.server.ts'
import { EvidencePageForm } from '#app/domain/papers/forms.ts'
import { bondPapersOf } from '#app/http/bond-papers-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readUpload } from '#app/http/read-upload.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['papers'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'bonds:follow')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'bonds:follow')
  const { bondId } = await bondPapersOf(args, staff)
  const { fields, file, problem } = await readUpload(args.request)
  const form = parseForm(fields, EvidencePageForm)
  const missing: Record<string, string> = problem && fields.get('intent') === 'add' ? { file: problem } : {}
  if (!form.ok) return invalid({ ...form, errors: { ...form.errors, ...missing } })
  if (form.value.intent === 'review') {
    const { evidenceId, clean } = form.value
    const review = { staff, bondId, evidenceId, clean: clean === 'yes' }
    const outcome = await orRefusal(reviewEvidence(review), form.values)
    return outcome.ok ? redirect(paths.bondEvidence(bondId), 303) : outcome.response
  }
  if (!file) return invalid({ values: form.values, errors: { file: problem ?? 'file_missing' } })
  const { purpose, receiptNumber, documentId } = form.value
  const evidence = { staff, bondId, purpose, receiptNumber, documentId, file }
  const outcome = await orRefusal(addEvidence(evidence), form.values)
  return outcome.ok ? redirect(paths.bondEvidence(bondId), 303) : outcome.response
}

export default function Evidence() {
  const { t } = useWords()
  const { page, papers } = useBondFrame()
  const answer = useActionData<typeof action>()
  const of = (intent: string) => (answer?.values.intent === intent ? answer : undefined)
  const waiting = papers.evidence.filter(({ mayReview }) => mayReview)
  return (
    <>
      {waiting.length > 0 && <EvidenceReview bondId={page.id} waiting={waiting} answer={of('review')} />}
      <h2 className="text-l">{t('papers:evidence.add')}</h2>
      <EvidenceForm bondId={page.id} papers={papers} answer={of('add')} />
    </>
  )
}
