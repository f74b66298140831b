import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { z } from 'zod'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Calls } from '#app/components/requests/calls.tsx'
import { useRequestFrame } from '#app/components/requests/request-frame.ts'
import { NumberForm } from '#app/domain/requests/forms.ts'
import { requestPage } from '#app/domain/requests/reads/request-page.server.ts'
import { revealAsker } from '#app/domain/requests/reveal-asker.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['intake'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'requests:work')
  return null
}

/** The number stands in this answer and nowhere else: its address alone shows the calls without it. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'requests:work')
  const { requestId } = parseParams(params, z.object({ requestId: z.uuid() }))
  const page = await requestPage({ requestId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const form = parseForm(await readForm(request), NumberForm)
  if (!form.ok) return invalid(form)
  const { callId } = form.value
  const outcome = await orRefusal(revealAsker({ staff, requestId, callId }), form.values)
  if (!outcome.ok) return outcome.response
  const seen = outcome.value
  return data({ refusal: null, values: form.values, errors: {}, seen }, { headers: noStore() })
}

export default function NumberToCall() {
  const answer = useActionData<typeof action>()
  const seen = answer && 'seen' in answer ? answer.seen : null
  return <Calls {...useRequestFrame()} asked={answer} seen={seen} />
}
