import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fileReport } from '#app/domain/reports/file-report.server.ts'
import { FilingForm } from '#app/domain/reports/filing-form.ts'
import { isSum } from '#app/domain/reports/report.ts'
import { drawReport } from '#app/domain/reports/report-page.server.ts'
import { ReportParams, reportExportPath, reportPath } from '#app/domain/reports/report-path.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { now } from '#app/platform/clock.ts'
import { Filing } from './filing.tsx'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['rules'],
  title: (t, { report }) => t('rules:report.title', report.rule),
}

export const headers = noStore

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'jurisdictions:read')
  const key = parseParams(params, ReportParams)
  const fundIds = fundsWhere(staff, 'jurisdictions:read')
  const { timezone, legalName } = await organization()
  const report = await drawReport({ staff: { fundIds }, key, at: now(), timezone })
  if (!report) throw new Response(null, { status: 404 })

  const names = await namesOfFunds({ fundIds: [key.fundId], language: context.language })
  const mayFile = fundsWhere(staff, 'reports:file').includes(key.fundId)
  return {
    report,
    fund: names.get(key.fundId) ?? '',
    legalName,
    mayFile,
    path: reportPath(key),
    file: reportExportPath(key),
  }
}

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'reports:file')
  const key = parseParams(params, ReportParams)
  if (!staff.fundIds.includes(key.fundId)) throw new Response(null, { status: 404 })

  const form = parseForm(await readForm(request), FilingForm)
  if (!form.ok) return invalid(form)
  const { timezone } = await organization()
  const outcome = await orRefusal(fileReport({ staff, key, timezone, ...form.value }), form.values)
  return outcome.ok ? redirect(reportPath(key), 303) : outcome.response
}

export default function Report() {
  const { t } = useWords()
  const { report, fund, legalName, mayFile, path, file } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? undefined
  const { money, day } = useFormats('UTC')
  const on = (date: string) => day(new Date(`${date}T00:00:00Z`))
  const { rule, term, bond, figures, filing, state } = report
  return (
    <article className="grid gap-8">
      <header className="grid gap-2">
        <h1 className="text-2xl">{t('rules:report.title', rule)}</h1>
        <p>
          <bdi>{legalName}</bdi> · <bdi>{fund}</bdi>
        </p>
        <p>
          {bond
            ? t('rules:reports.of_case', { code: bond.caseCode, date: on(term.start) })
            : t('rules:reports.span', { from: on(term.start), before: on(term.end) })}
        </p>
        <p className={state === 'late' ? 'font-semibold text-loss' : ''}>
          {t(`rules:report.${state === 'late' ? 'was_due' : 'due'}`, { date: on(term.dueOn) })}
        </p>
        <p className="measure text-quiet">
          <bdi>{rule.summary}</bdi> <bdi>{rule.source}</bdi>
        </p>
        {!rule.reviewed && <Notice>{t('rules:report.unreviewed')}</Notice>}
        {state === 'running' && <Notice>{t('rules:report.running')}</Notice>}
        {report.hasChanged && <Notice tone="refusal">{t('rules:report.changed')}</Notice>}
      </header>
      <div className="max-w-[36rem]">
        <DataTable
          caption={t('rules:report.figures')}
          rows={figures}
          rowKey={({ figure }) => figure}
          columns={[
            {
              key: 'figure',
              header: t('rules:report.figure'),
              names: true,
              cell: ({ figure }) => t(`rules:figure.${figure}`),
            },
            {
              key: 'value',
              header: t('rules:report.value'),
              align: 'end',
              cell: ({ figure, value }) => (isSum(figure) ? money(value) : String(value)),
            },
          ]}
        />
      </div>
      <p className="measure text-s text-quiet">
        {!bond && `${t('rules:report.of_place', { place: rule.place })} `}
        {t('rules:report.no_names')}
      </p>
      <p className="flex flex-wrap gap-x-6 gap-y-1 print:hidden">
        <Link to={file} className="inline-block py-1">
          {t('rules:report.csv')}
        </Link>
        <Link to={paths.reports()} className="inline-block py-1">
          {t('rules:report.all')}
        </Link>
      </p>
      <Filing filing={filing} mayFile={mayFile && state !== 'running'} action={path} answer={answer} />
    </article>
  )
}
