import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { z } from 'zod'
import type { PageHandle } from '#app/components/page-handle.ts'
import { KnownAlready } from '#app/components/requests/known-already.tsx'
import { useRequestFrame } from '#app/components/requests/request-frame.ts'
import { requestPage } from '#app/domain/requests/reads/request-page.server.ts'
import { KnownForm } from '#app/domain/vault/joined/forms.ts'
import { joinPerson } from '#app/domain/vault/joined/join-person.server.ts'
import { separatePerson } from '#app/domain/vault/joined/separate-person.server.ts'
import { suggestKnown } from '#app/domain/vault/joined/suggest-known.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['intake'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'requests:work')
  return null
}

/** The answer to the asking carries who may be the same; nothing of it is kept at an address. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'requests:work')
  const { requestId } = parseParams(params, z.object({ requestId: z.uuid() }))
  if (!(await requestPage({ requestId, staff: { ...staff, language: context.language } })))
    throw new Response(null, { status: 404 })

  const form = parseForm(await readForm(request), KnownForm)
  if (!form.ok) return invalid(form)

  if (form.value.intent === 'look') {
    const looked = await orRefusal(suggestKnown({ staff, requestId }), form.values)
    if (!looked.ok) return looked.response
    const found = looked.value.map(({ caseCodes, sameBy }) => ({ caseCodes, sameBy }))
    return data({ refusal: null, values: form.values, errors: {}, found }, { headers: noStore() })
  }
  const outcome = await orRefusal(
    form.value.intent === 'join'
      ? joinPerson({ staff, requestId, sameAsCase: form.value.sameAsCase })
      : separatePerson({ staff, requestId }),
    form.values,
  )
  return outcome.ok ? redirect(paths.request(requestId), 303) : outcome.response
}

export default function Person() {
  const answer = useActionData<typeof action>()
  const found = answer && 'found' in answer ? answer.found : null
  return <KnownAlready page={useRequestFrame().page} answer={answer} found={found} />
}
