import { Readable } from 'node:stream'
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { journalLines } from '#app/domain/journal/journal-lines.server.ts'
import { openedJournal } from '#app/domain/journal/opened-export.server.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { requireStaff } from '#app/http/require-staff.ts'

const types = { csv: 'text/csv; charset=utf-8', iif: 'text/plain; charset=utf-8' }

/** The journal that this person just asked for, sent part by part. Nobody else's, and not for long. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'journal:read')
  const { exportId } = parseParams(params, z.object({ exportId: z.uuid() }))
  const opened = await openedJournal({ exportId, staff })
  if (!opened) throw new Response(null, { status: 404 })

  const { format, fromDay, throughDay } = opened
  return new Response(createReadableStreamFromReadable(Readable.from(journalLines({ staff, opened }))), {
    headers: {
      'Content-Type': types[format],
      'Content-Disposition': `attachment; filename="journal-${fromDay}-${throughDay}.${format}"`,
      'Cache-Control': 'no-store',
    },
  })
}
