import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { Filters } from '#app/components/disbursements/filters.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { FindRequest } from '#app/components/requests/find-request.tsx'
import { RequestState } from '#app/components/requests/request-state.tsx'
import { useWords } from '#app/components/words.ts'
import { readCursor } from '#app/domain/disbursements/reads/cursor.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { findRequest } from '#app/domain/requests/find-request.server.ts'
import { FindForm } from '#app/domain/requests/forms.ts'
import { type ListedRequest, listRequests } from '#app/domain/requests/reads/list-requests.server.ts'
import { requestGroupNames } from '#app/domain/requests/request.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { now } from '#app/platform/clock.ts'

export const handle: PageHandle = { hydrate: true, words: ['intake'], title: (t) => t('intake:title') }

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'requests:read')
  const { searchParams } = new URL(request.url)
  const group = requestGroupNames.find((each) => each === searchParams.get('state')) ?? null
  const fundSlug = searchParams.get('fund') || null
  const after = readCursor(searchParams.get('after'))

  const list = await listRequests({ staff: { ...staff, language: context.language }, group, fundSlug, after })
  const { timezone } = await organization()
  const fundIds = fundsWhere(staff, 'requests:work')
  const names = await namesOfFunds({ fundIds, language: context.language })
  return {
    ...list,
    group,
    fundSlug,
    isFirst: after === null,
    timezone,
    at: now(),
    intakes: fundIds.map((id) => ({ id, name: names.get(id) ?? '' })),
  }
}

/** A search is posted, so that no code stands in an address. */
export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'requests:work')

  const form = parseForm(await readForm(request), FindForm)
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(findRequest({ staff, code: form.value.code }), form.values)
  if (!outcome.ok) return outcome.response

  return redirect(paths.request(outcome.value.requestId), 303)
}

export default function Requests() {
  const { t } = useWords()
  const { rows, next, counts, group, fundSlug, isFirst, timezone, at, intakes } =
    useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const columns = useColumns(timezone, at)
  const to = (search: Record<string, string | null>) => {
    const kept = Object.entries({ fund: fundSlug, ...search }).filter(
      (entry): entry is [string, string] => !!entry[1],
    )
    return `${paths.requests()}?${new URLSearchParams(kept)}`
  }
  return (
    <div className="grid gap-5">
      <div className="flex flex-wrap items-center justify-between gap-4">
        <h1 className="text-2xl">{t('intake:title')}</h1>
        {intakes.length > 0 && <LinkButton to={paths.newRequest()}>{t('intake:entry.title')}</LinkButton>}
      </div>
      {intakes.length > 0 && <FindRequest answer={answer} />}
      <Filters
        label={t('intake:filters.label')}
        filters={[
          { key: 'all', label: t('intake:group.all'), count: null, to: to({}), current: group === null },
          ...requestGroupNames.map((name) => ({
            key: name,
            label: t(`intake:group.${name}`),
            count: counts[name],
            to: to({ state: name }),
            current: group === name,
          })),
        ]}
      />
      {rows.length > 0 ? (
        <DataTable
          caption={t('intake:title')}
          captionHidden
          columns={columns}
          rows={rows}
          rowKey={({ id }) => id}
        />
      ) : (
        <EmptyState title={t('intake:none.title')}>{t('intake:none')}</EmptyState>
      )}
      {intakes.length > 0 && (
        <p className="text-s">
          {t('intake:settings.link')}:{' '}
          {intakes.map(({ id, name }, place) => (
            <span key={id}>
              {place > 0 && ' · '}
              <Link to={paths.fundIntake(id)} className="inline-block py-0.5">
                {name}
              </Link>
            </span>
          ))}
        </p>
      )}
      <Pagination
        first={isFirst ? null : to({ state: group })}
        next={next && to({ state: group, after: next })}
      />
    </div>
  )
}

function useColumns(timezone: string, at: Date): Column<ListedRequest>[] {
  const { t } = useWords()
  const { day } = useFormats(timezone)
  return [
    {
      key: 'code',
      header: t('intake:fact.code'),
      names: true,
      cell: ({ id, code }) => (
        <Link to={paths.request(id)} className="figures inline-block whitespace-nowrap py-0.5">
          {code}
        </Link>
      ),
    },
    { key: 'state', header: t('intake:fact.state'), cell: ({ state }) => <RequestState state={state} /> },
    {
      key: 'call',
      header: t('intake:fact.call_by'),
      cell: ({ callBy }) => {
        if (!callBy) return null
        if (callBy >= at) return day(callBy)
        return <span className="text-loss">{t('intake:fact.call_late', { date: day(callBy) })}</span>
      },
    },
    { key: 'received', header: t('intake:fact.received'), cell: ({ receivedAt }) => day(receivedAt) },
    { key: 'fund', header: t('intake:fact.fund'), cell: ({ fundName }) => fundName },
  ]
}
