import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { z } from 'zod'
import { openDocumentInEmergency } from '#app/domain/vault/emergency/open-document-in-emergency.server.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { orRefusal } from '#app/http/respond.ts'
import { sendFile } from '#app/http/send-file.ts'

const Params = z.object({ personId: z.uuid(), documentId: z.uuid() })

/** A document is asked for by pressing a button: its address alone leads to the record. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  await requireStaff(request, 'vault:break-glass')
  return redirect(paths.emergency(parseParams(params, Params).personId))
}

/** The answer is the file itself, so a refusal is said on the record's emergency page. */
export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'vault:break-glass')
  const { personId, documentId } = parseParams(params, Params)
  const outcome = await orRefusal(openDocumentInEmergency({ staff, personId, documentId }))
  if (outcome.ok) return sendFile(outcome.value)
  const { code } = outcome.response.data.refusal
  if (code === 'person_unknown' || code === 'document_unknown') throw new Response(null, { status: 404 })
  return redirect(`${paths.emergency(personId)}?refused=${code}`, 303)
}
