import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { type Progress, StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import type { ReportState } from '#app/domain/reports/due-reports.server.ts'
import { listReports } from '#app/domain/reports/report-page.server.ts'
import { reportPath } from '#app/domain/reports/report-path.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { now } from '#app/platform/clock.ts'

export const handle: PageHandle = { hydrate: true, words: ['rules'], title: (t) => t('rules:reports.title') }

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'jurisdictions:read')
  const fundIds = fundsWhere(staff, 'jurisdictions:read')
  const names = await namesOfFunds({ fundIds, language: context.language })
  const { timezone } = await organization()
  const reports = await listReports({ staff: { fundIds }, at: now(), timezone })
  return {
    reports: reports.map(({ rule, term, bond, filing, state }) => ({
      path: reportPath({ ...rule, start: term.start, caseCode: bond?.caseCode ?? null }),
      ...{ code: rule.code, place: rule.place, reviewed: rule.reviewed, period: rule.period },
      ...{ fund: names.get(rule.fundId) ?? '', term, caseCode: bond?.caseCode ?? null, filing, state },
    })),
  }
}

type Listed = Awaited<ReturnType<typeof loader>>['reports'][number]

const marks: Record<ReportState, Progress> = {
  running: 'waiting',
  due: 'moving',
  late: 'lost',
  filed: 'done',
}

export default function Reports() {
  const { t } = useWords()
  const { reports } = useLoaderData<typeof loader>()
  const columns = useColumns()
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('rules:reports.title')}</h1>
        <p className="measure text-quiet">{t('rules:reports.lead')}</p>
      </div>
      {reports.length === 0 ? (
        <EmptyState title={t('rules:reports.none.title')}>{t('rules:reports.none')}</EmptyState>
      ) : (
        <DataTable
          caption={t('rules:reports.title')}
          captionHidden
          columns={columns}
          rows={reports}
          rowKey={({ path }) => path}
        />
      )}
    </div>
  )
}

/** Days are the organization's own, the same in every time zone. */
function useColumns(): Column<Listed>[] {
  const { t } = useWords()
  const { day } = useFormats('UTC')
  const on = (date: string) => day(new Date(`${date}T00:00:00Z`))
  return [
    {
      key: 'report',
      header: t('rules:reports.report'),
      names: true,
      cell: ({ path, code, place, reviewed }) => (
        <>
          <Link to={path}>{t('rules:certificate.title', { code, place })}</Link>
          {!reviewed && (
            <span className="block text-s font-normal text-quiet">{t('rules:reports.unreviewed')}</span>
          )}
        </>
      ),
    },
    { key: 'fund', header: t('rules:place.fund'), cell: ({ fund }) => <bdi>{fund}</bdi> },
    {
      key: 'period',
      header: t('rules:reports.period'),
      cell: ({ term, caseCode }) =>
        caseCode
          ? t('rules:reports.of_case', { code: caseCode, date: on(term.start) })
          : t('rules:reports.span', { from: on(term.start), before: on(term.end) }),
    },
    { key: 'due', header: t('rules:reports.due'), whole: true, cell: ({ term }) => on(term.dueOn) },
    {
      key: 'state',
      header: t('rules:reports.state'),
      cell: ({ state, filing }) => (
        <>
          <StateMark progress={marks[state]}>{t(`rules:reports.state.${state}`)}</StateMark>
          {filing && <span className="block text-s text-quiet">{on(filing.filedOn)}</span>}
        </>
      ),
    },
  ]
}
