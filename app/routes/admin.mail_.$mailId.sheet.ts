import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { takeMailOut } from '#app/domain/mail/take-mail-out.server.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { orRefusal } from '#app/http/respond.ts'
import { sendFile } from '#app/http/send-file.ts'

/** A mail that did not arrive, to print and bring to its reader otherwise. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'mail:mend')
  const { mailId } = parseParams(params, z.object({ mailId: z.uuid() }))
  const taken = await orRefusal(takeMailOut({ staff, mailId }))
  if (!taken.ok) throw new Response(null, { status: 404 })
  const { name, html } = taken.value
  return sendFile({ name, mediaType: 'text/html; charset=utf-8', bytes: Buffer.from(html) })
}
