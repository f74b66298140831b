import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { FileToMake } from '#app/components/file-to-make.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { makeReportExport } from '#app/domain/reports/exports/make-report-export.server.ts'
import { openedReportExport } from '#app/domain/reports/exports/opened-report-export.server.ts'
import { drawReport } from '#app/domain/reports/report-page.server.ts'
import { ReportParams, reportExportPath, reportPath } from '#app/domain/reports/report-path.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { ProofForm } from '#app/domain/staff/step-up/proof.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { now } from '#app/platform/clock.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['rules'],
  title: (t) => t('rules:report.file.title'),
}

export const headers = noStore

export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'jurisdictions:read')
  const key = parseParams(params, ReportParams)
  const by = { id: staff.id, fundIds: fundsWhere(staff, 'jurisdictions:read') }
  const { timezone } = await organization()
  const report = await drawReport({ staff: by, key, at: now(), timezone })
  if (!report) throw new Response(null, { status: 404 })

  const exportId = z.uuid().safeParse(new URL(request.url).searchParams.get('made')).data
  const ready = exportId && (await openedReportExport({ exportId, staff: by, key, timezone }))
  return {
    ...{ key, file: exportId && ready ? reportExportPath(key, exportId) : null },
    factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
  }
}

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'jurisdictions:read')
  const key = parseParams(params, ReportParams)
  const fundIds = fundsWhere(staff, 'jurisdictions:read')
  if (!fundIds.includes(key.fundId)) throw new Response(null, { status: 404 })

  const form = parseForm(await readForm(request), ProofForm)
  if (!form.ok) return invalid(form)
  const { timezone } = await organization()
  const attempted = { staff, action: 'report.exported', subject: 'fund', subjectId: key.fundId }
  const outcome = await orRefusal(
    provedBy(attempted, { boundTo: boundTo.exportReport(key), sent: form.value }, (stepUpId) =>
      makeReportExport({ staff: { id: staff.id, fundIds }, key, timezone, stepUpId }),
    ),
    form.values,
  )
  if (!outcome.ok) return outcome.response
  return redirectAfterStepUp(staff, `${reportExportPath(key)}?made=${outcome.value.exportId}`)
}

/** The figures of one report, to be taken out as a file. */
export default function ReportExport() {
  const { t } = useWords()
  const { key, file, factors } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <FileToMake
      words={{
        back: t('rules:report.file.back'),
        title: t('rules:report.file.title'),
        lead: t('rules:report.file.lead'),
        submit: t('rules:report.file.submit'),
        ready: t('rules:report.file.ready'),
        download: t('rules:report.file.download'),
      }}
      back={reportPath(key)}
      action={reportExportPath(key)}
      boundTo={boundTo.exportReport(key)}
      {...{ file, factors, answer }}
    />
  )
}
