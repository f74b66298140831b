import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { matchesCsv } from '#app/domain/gift-comments/matches-csv.ts'
import { openedMatchExport } from '#app/domain/gift-comments/opened-match-export.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { requireStaff } from '#app/http/require-staff.ts'

/** Employers to ask, as this person just took them out: receipts, no donors. Nobody else's, and not for long. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'comments:read')
  const { exportId } = parseParams(params, z.object({ exportId: z.uuid() }))
  const by = { id: staff.id, fundIds: fundsWhere(staff, 'comments:read') }
  const matches = await openedMatchExport({ exportId, staff: by })
  if (!matches) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  const dayOf = (at: Date) => new Intl.DateTimeFormat('en-CA', { timeZone: timezone }).format(at)
  return new Response(matchesCsv(matches, dayOf), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': 'attachment; filename="employers-who-match.csv"',
      'Cache-Control': 'no-store',
    },
  })
}
