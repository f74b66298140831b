import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { giftFundIds } from '#app/domain/suspense/gift-fund-ids.server.ts'
import { suspensePage } from '#app/domain/suspense/suspense-page.server.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { actOnSuspense, SuspenseForm } from './act.server.ts'
import { Assigned } from './assigned.tsx'
import { Waiting } from './waiting.tsx'

export const handle: PageHandle = { hydrate: true, title: (t) => t('admin:suspense.title') }

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'suspense:read')
  const { language } = context
  const after = new URL(request.url).searchParams.get('after')
  const page = await suspensePage({ staffId: staff.id, language, after })

  const fundIds = await giftFundIds(fundsWhere(staff, 'suspense:assign'))
  const names = await namesOfFunds({ fundIds, language })
  const { timezone } = await organization()
  return {
    ...page,
    isFirst: after === null,
    mayAssign: fundsWhere(staff, 'suspense:assign').length > 0,
    funds: fundIds.map((id) => ({ id, name: names.get(id) ?? '' })),
    timezone,
    factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'suspense:assign')

  const form = parseForm(await readForm(request), SuspenseForm)
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(actOnSuspense(staff, form.value), form.values)
  if (!outcome.ok) return outcome.response

  const to = `${paths.suspense()}#assigned`
  return outcome.value ? redirectAfterStepUp(staff, to) : redirect(to, 303)
}

export default function Suspense() {
  const { t } = useWords()
  const { waiting, count, totalCents, assigned, older, isFirst, mayAssign, funds, timezone, factors } =
    useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { money } = useFormats(timezone)
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('admin:suspense.title')}</h1>
        <p className="measure text-quiet">{t('admin:suspense.lead')}</p>
      </div>
      {count === 0 ? (
        <EmptyState title={t('admin:suspense.none.title')}>{t('admin:suspense.none')}</EmptyState>
      ) : (
        <>
          <p className="font-semibold">{t('admin:suspense.count', { count, total: money(totalCents) })}</p>
          {!mayAssign && <Notice>{t('admin:suspense.read_only')}</Notice>}
        </>
      )}
      <Waiting
        movements={waiting}
        funds={mayAssign ? funds : null}
        timezone={timezone}
        answer={answer ?? undefined}
      />
      <section aria-labelledby="assigned" className="grid gap-3">
        <h2 id="assigned" className="text-xl">
          {t('admin:suspense.assigned.title')}
        </h2>
        {assigned.length > 0 && <p className="measure text-quiet">{t('admin:suspense.assigned.lead')}</p>}
        <Assigned movements={assigned} timezone={timezone} answer={answer ?? undefined} factors={factors} />
        <Pagination
          first={isFirst ? null : paths.suspense()}
          next={older && `${paths.suspense()}?${new URLSearchParams({ after: older })}`}
        />
      </section>
    </div>
  )
}
