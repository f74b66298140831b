import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { addDisclosure } from '#app/domain/disclosures/add-disclosure.server.ts'
import { DisclosureActForm } from '#app/domain/disclosures/disclosure-forms.ts'
import { listDisclosures } from '#app/domain/disclosures/list-disclosures.server.ts'
import { reviewDisclosure } from '#app/domain/disclosures/review-disclosure.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readRuleAct } from '#app/http/read-rule-act.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Disclosure } from './disclosure.tsx'
import { DisclosureForm } from './disclosure-form.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['rules'],
  title: (t) => t('rules:disclosures.title'),
}

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'jurisdictions:read')
  const disclosures = await listDisclosures()
  return {
    disclosures: disclosures.map(({ writtenById, ...each }) => ({
      ...each,
      isOwn: writtenById === staff.id,
    })),
    mayManage: fundsWhere(staff, 'jurisdictions:manage').length > 0,
    mayReview: fundsWhere(staff, 'jurisdictions:review').length > 0,
  }
}

export async function action({ request }: ActionFunctionArgs) {
  await requireStaff(request, 'jurisdictions:read')
  const { staff, sent } = await readRuleAct(request)
  const form = parseForm(sent, DisclosureActForm)
  if (!form.ok) return invalid(form)

  const { act: _, ...value } = form.value
  const done =
    'disclosureId' in value
      ? reviewDisclosure({ staff, ...value })
      : addDisclosure({ staff, disclosure: value })
  const outcome = await orRefusal(done, form.values)
  return outcome.ok ? redirect(paths.disclosures(), 303) : outcome.response
}

export default function Disclosures() {
  const { t } = useWords()
  const { disclosures, mayManage, mayReview } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? undefined
  const entries = useEntries(answer)
  const reviewed = answer?.values.disclosureId
  // One that was reviewed in the meantime, or is one's own, has no form left to say it beside.
  const orphaned =
    entries.refusal &&
    reviewed &&
    !disclosures.some(({ id, review, isOwn }) => id === reviewed && !review && !isOwn)
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('rules:disclosures.title')}</h1>
        <p className="measure text-quiet">{t('rules:disclosures.lead')}</p>
      </div>
      {orphaned && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      {disclosures.length === 0 ? (
        <EmptyState title={t('rules:disclosures.none.title')}>{t('rules:disclosures.none')}</EmptyState>
      ) : (
        <ul className="grid gap-5">
          {disclosures.map((disclosure) => (
            <li key={disclosure.id} className="grid gap-2 border-t border-hairline pt-3">
              <Disclosure
                disclosure={disclosure}
                mayReview={mayReview}
                answer={reviewed === disclosure.id ? answer : undefined}
              />
            </li>
          ))}
        </ul>
      )}
      {mayManage && <DisclosureForm answer={answer?.values.act === 'disclosure' ? answer : undefined} />}
    </div>
  )
}
