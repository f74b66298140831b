import type { LoaderFunctionArgs } from '@remix-run/node'
import { organization } from '#app/domain/organization/organization.server.ts'
import { exportReport } from '#app/domain/reports/export-report.server.ts'
import { reportCsv } from '#app/domain/reports/report-csv.ts'
import { ReportParams } from '#app/domain/reports/report-path.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { requireStaff } from '#app/http/require-staff.ts'

/** The figures of one report as a file. Counts and sums only: nothing in it points to a person but a case code. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'jurisdictions:read')
  const key = parseParams(params, ReportParams)
  const { timezone } = await organization()
  const fundIds = fundsWhere(staff, 'jurisdictions:read')
  const report = await exportReport({ staff: { id: staff.id, fundIds }, key, timezone })
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
