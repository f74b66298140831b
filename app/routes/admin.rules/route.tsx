import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { Confirm } from '#app/components/confirm.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { addVersion } from '#app/domain/jurisdictions/add-version.server.ts'
import { recordReview } from '#app/domain/jurisdictions/record-review.server.ts'
import { RuleActForm } from '#app/domain/jurisdictions/rule-forms.ts'
import { rulesPage } from '#app/domain/jurisdictions/rules-page.server.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readRuleAct } from '#app/http/read-rule-act.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Places } from './places.tsx'
import { Rule } from './rule.tsx'
import { VersionForm } from './version-form.tsx'

export const handle: PageHandle = { hydrate: true, words: ['rules', 'vault'], title: (t) => t('rules:title') }

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'jurisdictions:read')
  const fundIds = fundsWhere(staff, 'jurisdictions:read')
  const names = await namesOfFunds({ fundIds, language: context.language })
  const { rules, funds } = await rulesPage({ fundIds: [...names.keys()] })
  const managed = fundsWhere(staff, 'jurisdictions:manage')
  return {
    rules: rules.map(({ writtenBy, ...rule }) => ({
      ...rule,
      writer: writtenBy?.name ?? null,
      isOwn: writtenBy?.id === staff.id,
    })),
    funds: funds.map((fund) => ({
      ...fund,
      places: fund.places.map(({ place }) => place),
      name: names.get(fund.id) ?? '',
      isManaged: managed.includes(fund.id),
    })),
    mayManage: managed.length > 0,
    mayReview: fundsWhere(staff, 'jurisdictions:review').length > 0,
  }
}

export async function action({ request }: ActionFunctionArgs) {
  await requireStaff(request, 'jurisdictions:read')
  const { staff, sent } = await readRuleAct(request)

  const form = parseForm(sent, RuleActForm)
  if (!form.ok) return invalid(form)
  const { act, ...value } = form.value
  if ('fundId' in value && !staff.fundIds.includes(value.fundId)) throw new Response(null, { status: 404 })

  const outcome = await orRefusal(perform(staff, form.value), form.values)
  if (!outcome.ok) return outcome.response

  return redirect(act === 'place' ? `${paths.rules()}#places` : paths.rules(), 303)
}

function perform(staff: SignedInStaff, asked: (typeof RuleActForm)['_output']): Promise<void> {
  const { act, ...value } = asked
  if ('ruleId' in value) return recordReview({ staff, ...value })
  if ('fundId' in value) return addPlace({ staff, ...value })
  return addVersion({ staff, rule: value })
}

export default function Rules() {
  const { t } = useWords()
  const { rules, funds, mayManage, mayReview } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? undefined
  const of = (act: string) => (answer?.values.act === act ? answer : undefined)
  const entries = useEntries(answer)
  const reviewed = of('review')?.values.ruleId
  // A version that was replaced or reviewed in the meantime, or is one's own, has no form to say it beside.
  const orphaned =
    entries.refusal &&
    reviewed &&
    !rules.some(({ id, review, isOwn }) => id === reviewed && review === null && !isOwn)
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('rules:title')}</h1>
        <p className="measure text-quiet">{t('rules:lead')}</p>
        <p className="flex flex-wrap gap-x-6 gap-y-1">
          <Link to={paths.certificates()} className="inline-block py-1">
            {t('rules:certificates.title')}
          </Link>
          <Link to={paths.reports()} className="inline-block py-1">
            {t('rules:reports.title')}
          </Link>
        </p>
        {!mayManage && <Notice>{t('rules:places.read_only')}</Notice>}
        {orphaned && <Notice tone="refusal">{entries.refusal}</Notice>}
      </div>
      <Places funds={funds} answer={of('place')} />
      <ul className="grid">
        {rules.map((rule) => (
          <Rule
            key={rule.id}
            rule={rule}
            mayReview={mayReview}
            answer={reviewed === rule.id ? answer : undefined}
          />
        ))}
      </ul>
      {mayManage &&
        (of('version') ? (
          <VersionForm answer={answer} />
        ) : (
          <Confirm ask={t('rules:version.ask')} tone="outline">
            <VersionForm answer={undefined} />
          </Confirm>
        ))}
    </div>
  )
}
