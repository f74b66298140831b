import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { z } from 'zod'
import { requestPage } from '#app/domain/requests/reads/request-page.server.ts'
import { parseForm } from './parse-form.ts'
import { parseParams } from './parse-params.ts'
import { paths } from './paths.ts'
import { readForm } from './read-form.ts'
import type { SignedInStaff } from './require-staff.ts'
import { invalid, orRefusal } from './respond.ts'

type Act<S extends z.ZodType<object>> = {
  form: S
  act: (entered: { staff: SignedInStaff; requestId: string } & z.output<S>) => Promise<unknown>
}

/**
 * How every form on a request is answered: 404 for a request that this person cannot see, 422 for what cannot be read,
 * 409 for what may not be, and back to the request.
 */
export async function answerRequestAct<S extends z.ZodType<object>>(
  { context, params, request }: ActionFunctionArgs,
  staff: SignedInStaff,
  { form, act }: Act<S>,
) {
  const { requestId } = parseParams(params, z.object({ requestId: z.uuid() }))
  const page = await requestPage({ requestId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const read = parseForm(await readForm(request), form)
  if (!read.ok) return invalid(read)

  const outcome = await orRefusal(act({ staff, requestId, ...read.value }), read.values)
  return outcome.ok ? redirect(paths.request(requestId)) : outcome.response
}
