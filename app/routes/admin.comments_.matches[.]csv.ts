import type { LoaderFunctionArgs } from '@remix-run/node'
import { exportMatches } from '#app/domain/gift-comments/export-matches.server.ts'
import { matchesCsv } from '#app/domain/gift-comments/matches-csv.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { requireStaff } from '#app/http/require-staff.ts'

/** Employers to ask, as a file. It names receipts, no donors. */
export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'comments:read')
  const { timezone } = await organization()
  const matches = await exportMatches({
    staff: { id: staff.id, fundIds: fundsWhere(staff, 'comments:read') },
  })
  const dayOf = (at: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(at)
  return new Response(matchesCsv(matches, dayOf), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="employers-who-match.csv"',
      'Cache-Control': 'no-store',
    },
  })
}
