import { Readable } from 'node:stream'
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { exportLines } from '#app/domain/audit/export-lines.server.ts'
import { openedExport } from '#app/domain/audit/opened-export.server.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { requireStaff } from '#app/http/require-staff.ts'

const types = { jsonl: 'application/jsonl; charset=utf-8', csv: 'text/csv; charset=utf-8' }

/** The file of an export that this person just made, sent row by row. Nobody else's, and not for long. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'audit:read')
  const { exportId } = parseParams(params, z.object({ exportId: z.uuid() }))
  const opened = await openedExport({ exportId, staffId: staff.id })
  if (!opened) throw new Response(null, { status: 404 })

  const { filter, format, madeAt } = opened
  const lines = exportLines({ staff, filter, format, exportId })
  return new Response(createReadableStreamFromReadable(Readable.from(lines)), {
    headers: {
      'Content-Type': types[format],
      'Content-Disposition': `attachment; filename="audit-${madeAt.toISOString().slice(0, 10)}.${format}"`,
      'Cache-Control': 'no-store',
    },
  })
}
