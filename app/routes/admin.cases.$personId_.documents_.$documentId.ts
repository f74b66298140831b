import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { z } from 'zod'
import { OpenDocumentForm } from '#app/domain/documents/forms.ts'
import { openDocument } from '#app/domain/documents/open-document.server.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { orRefusal } from '#app/http/respond.ts'
import { sendFile } from '#app/http/send-file.ts'

const Params = z.object({ personId: z.uuid(), documentId: z.uuid() })

/** A document is asked for by a form that says why: its address alone leads to the list. */
export async function loader({ params, request }: LoaderFunctionArgs) {
  await requireStaff(request, 'vault:read')
  return redirect(paths.documents(parseParams(params, Params).personId))
}

/** The answer is the file itself, so a refusal is said on the list of documents. */
export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'vault:read')
  const { personId, documentId } = parseParams(params, Params)
  const form = parseForm(await readForm(request), OpenDocumentForm)
  const back = (code: string) => redirect(`${paths.documents(personId)}?refused=${code}`, 303)
  if (!form.ok) return back('reason_missing')

  const outcome = await orRefusal(openDocument({ staff, personId, documentId, ...form.value }))
  if (outcome.ok) return sendFile(outcome.value)
  const { code } = outcome.response.data.refusal
  if (code === 'person_unknown' || code === 'document_unknown') throw new Response(null, { status: 404 })
  return back(code)
}
