import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { z } from 'zod'
import { bondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { parseForm } from './parse-form.ts'
import { parseParams } from './parse-params.ts'
import { paths } from './paths.ts'
import type { SignedInStaff } from './require-staff.ts'
import { invalid, orRefusal } from './respond.ts'

type Act<S extends z.ZodType<object>> = {
  form: (timezone: string) => S
  act: (entered: { staff: SignedInStaff; bondId: string } & z.output<S>) => Promise<unknown>
}

/**
 * How every form on a bond is answered: 404 for a bond that this person cannot see, 422 for what cannot be read, 409 for
 * what may not be, and back to the bond.
 */
export async function answerBondAct<S extends z.ZodType<object>>(
  { context, params, request }: ActionFunctionArgs,
  staff: SignedInStaff,
  { form, act }: Act<S>,
) {
  const { bondId } = parseParams(params, z.object({ bondId: z.uuid() }))
  const page = await bondPage({ bondId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  const read = parseForm(await request.formData(), form(timezone))
  if (!read.ok) return invalid(read)

  const outcome = await orRefusal(act({ staff, bondId, ...read.value }), read.values)
  return outcome.ok ? redirect(paths.bond(bondId)) : outcome.response
}
