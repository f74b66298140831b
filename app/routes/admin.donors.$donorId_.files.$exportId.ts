import { Readable } from 'node:stream'
import { createReadableStreamFromReadable, type LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { fileOf } from '#app/domain/donor-area/export/export-format.ts'
import { openedDonorExport } from '#app/domain/donor-records/opened-donor-export.server.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { requireStaff } from '#app/http/require-staff.ts'

const types = { json: 'application/json', csv: 'text/csv' }

/** The file of an export that this person just made, sent while it is read. Nobody else's, and not for long. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'donors:export')
  const { donorId, exportId } = parseParams(params, z.object({ donorId: z.uuid(), exportId: z.uuid() }))
  const opened = await openedDonorExport({ exportId, donorId, staff })
  if (!opened) throw new Response(null, { status: 404 })

  const { format, rows } = opened
  return new Response(createReadableStreamFromReadable(Readable.from(fileOf(rows(), format))), {
    headers: {
      'Content-Type': `${types[format]}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="donor.${format}"`,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    },
  })
}
