import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { organization } from '#app/domain/organization/organization.server.ts'
import { openedReportExport } from '#app/domain/reports/exports/opened-report-export.server.ts'
import { reportCsv } from '#app/domain/reports/report-csv.ts'
import { ReportParams } from '#app/domain/reports/report-path.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { requireStaff } from '#app/http/require-staff.ts'

/** The figures of one report that this person just took out. Nobody else's, and not for long. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'jurisdictions:read')
  const key = parseParams(params, ReportParams)
  const { exportId } = parseParams(params, z.object({ exportId: z.uuid() }))
  const { timezone } = await organization()
  const by = { id: staff.id, fundIds: fundsWhere(staff, 'jurisdictions:read') }
  const report = await openedReportExport({ exportId, staff: by, key, timezone })
  if (!report) throw new Response(null, { status: 404 })

  const { rule, term } = report
  return new Response(reportCsv(report), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${rule.code}-${term.start}.csv"`,
      'Cache-Control': 'no-store',
    },
  })
}
