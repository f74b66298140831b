import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { decidePlaceEnding } from '#app/domain/fund-places/decide-place-ending.server.ts'
import { PlaceEndingForm } from '#app/domain/fund-places/place.ts'
import { proposePlaceEnding } from '#app/domain/fund-places/propose-place-ending.server.ts'
import { rulesPage } from '#app/domain/jurisdictions/rules-page.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Place } from './place.tsx'

export const handle: PageHandle = { hydrate: true, words: ['rules'], title: (t) => t('rules:places.title') }

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'jurisdictions:read')
  const fundIds = fundsWhere(staff, 'jurisdictions:read')
  const names = await namesOfFunds({ fundIds, language: context.language })
  const { funds } = await rulesPage({ fundIds: [...names.keys()] })
  const { timezone } = await organization()
  return {
    funds: funds.map((fund) => ({
      ...fund,
      name: names.get(fund.id) ?? '',
      isManaged: fundsWhere(staff, 'jurisdictions:manage').includes(fund.id),
      mayConfirm: fundsWhere(staff, 'disbursements:approve').includes(fund.id),
    })),
    readerId: staff.id,
    timezone,
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:approve')

  const form = parseForm(await readForm(request), PlaceEndingForm)
  if (!form.ok) return invalid(form)
  const { value } = form
  const outcome = await orRefusal(
    value.act === 'end_place'
      ? proposePlaceEnding({ staff, ...value })
      : decidePlaceEnding({ staff, ...value }),
    form.values,
  )
  return outcome.ok ? redirect(paths.places(), 303) : outcome.response
}

export default function Places() {
  const { t, i18n } = useWords()
  const { funds, readerId, timezone } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? undefined
  const { refusal, error } = useEntries(answer)
  const said = refusal ?? error('placeId') ?? null
  const named = answer?.values.placeId
  const served = funds.filter(({ places }) => places.length > 0)
  const placeless = funds.filter(({ places }) => places.length === 0)
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('rules:places.title')}</h1>
        <p className="measure text-quiet">{t('rules:places.lead')}</p>
        <p>
          <Link to={paths.rules()} className="inline-block py-1">
            {t('rules:title')}
          </Link>
        </p>
        {said && (
          <Notice tone="refusal" title={t('admin:act.refused')}>
            {said}
          </Notice>
        )}
      </div>
      {served.length === 0 && (
        <EmptyState title={t('rules:places.empty.title')}>{t('rules:places.empty')}</EmptyState>
      )}
      {served.map((fund) => (
        <div key={fund.id} className="grid gap-3">
          <h2 className="text-xl">{fund.name}</h2>
          <ul className="grid">
            {fund.places.map((place) => (
              <Place
                key={place.id}
                place={place}
                fund={fund}
                readerId={readerId}
                timezone={timezone}
                answer={named === place.id ? answer : undefined}
              />
            ))}
          </ul>
        </div>
      ))}
      {served.length > 0 && placeless.length > 0 && (
        <div className="grid gap-1">
          <h2 className="text-l">{t('rules:places.empty.title')}</h2>
          <p className="measure text-quiet">
            {t('rules:places.without', {
              funds: new Intl.ListFormat(i18n.language).format(placeless.map(({ name }) => name)),
            })}
          </p>
        </div>
      )}
    </div>
  )
}
