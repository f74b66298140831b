import { Readable } from 'node:stream'
import { createReadableStreamFromReadable, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { z } from 'zod'
import { exportFormats, fileOf } from '#app/domain/donor-area/export/export-format.ts'
import { keptAboutDonor } from '#app/domain/donor-area/export/kept-about-donor.server.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireDonor } from '#app/http/require-donor.ts'
import { orRefusal } from '#app/http/respond.ts'

const Params = z.object({ format: z.enum(exportFormats) })
const types = { json: 'application/json', csv: 'text/csv' }

/** Everything that is kept about the donor, as a file that is sent while it is read. */
export async function loader({ request, params }: LoaderFunctionArgs) {
  const donor = await requireDonor(request)
  const { format } = parseParams(params, Params)
  const outcome = await orRefusal(keptAboutDonor({ donorId: donor.id, format }))
  // A refusal is read where the file was asked for.
  if (!outcome.ok)
    return redirect(paths.donorDataLater(), { status: 303, headers: { 'Cache-Control': 'no-store' } })

  const file = createReadableStreamFromReadable(Readable.from(fileOf(outcome.value, format)))
  return new Response(file, {
    headers: {
      'Content-Type': `${types[format]}; charset=utf-8`,
      'Content-Disposition': `attachment; filename="my-gifts.${format}"`,
      'X-Content-Type-Options': 'nosniff',
      'Cache-Control': 'no-store',
    },
  })
}
