import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { addClaimTerm } from '#app/domain/claim-terms/add-claim-term.server.ts'
import { ClaimTermActForm } from '#app/domain/claim-terms/claim-term-forms.ts'
import { listClaimTerms } from '#app/domain/claim-terms/list-claim-terms.server.ts'
import { reviewClaimTerm } from '#app/domain/claim-terms/review-claim-term.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readRuleAct } from '#app/http/read-rule-act.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Term } from './term.tsx'
import { TermForm } from './term-form.tsx'

export const handle: PageHandle = { hydrate: true, words: ['dates'], title: (t) => t('dates:terms.title') }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'jurisdictions:read')
  const terms = await listClaimTerms()
  return {
    terms: terms.map(({ writtenById, ...term }) => ({ ...term, isOwn: writtenById === staff.id })),
    mayManage: fundsWhere(staff, 'jurisdictions:manage').length > 0,
    mayReview: fundsWhere(staff, 'jurisdictions:review').length > 0,
  }
}

export async function action({ request }: ActionFunctionArgs) {
  await requireStaff(request, 'jurisdictions:read')
  const { staff, sent } = await readRuleAct(request)
  const form = parseForm(sent, ClaimTermActForm)
  if (!form.ok) return invalid(form)

  const { act: _, ...value } = form.value
  const done = 'termId' in value ? reviewClaimTerm({ staff, ...value }) : addClaimTerm({ staff, term: value })
  const outcome = await orRefusal(done, form.values)
  return outcome.ok ? redirect(paths.claimTerms(), 303) : outcome.response
}

export default function ClaimTerms() {
  const { t } = useWords()
  const { terms, mayManage, mayReview } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? undefined
  const entries = useEntries(answer)
  const reviewed = answer?.values.termId
  // A term that was reviewed in the meantime, or is one's own, has no form left to say it beside.
  const orphaned =
    entries.refusal &&
    reviewed &&
    !terms.some(({ id, review, isOwn }) => id === reviewed && !review && !isOwn)
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('dates:terms.title')}</h1>
        <p className="measure text-quiet">{t('dates:terms.lead')}</p>
      </div>
      {orphaned && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      {terms.length === 0 ? (
        <EmptyState title={t('dates:terms.none.title')}>{t('dates:terms.none')}</EmptyState>
      ) : (
        <ul className="grid gap-5">
          {terms.map((term) => (
            <li key={term.id} className="grid gap-2 border-t border-hairline pt-3">
              <Term term={term} mayReview={mayReview} answer={reviewed === term.id ? answer : undefined} />
            </li>
          ))}
        </ul>
      )}
      {mayManage && <TermForm answer={answer?.values.act === 'term' ? answer : undefined} />}
    </div>
  )
}
