import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { z } from 'zod'
import type { BondAct } from '#app/domain/bonds/acts.ts'
import { type BondPage, bondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import type { Refusal } from '#app/domain/refusal.ts'
import type { Sent } from '#app/domain/staff/step-up/proof.ts'
import { redirectAfterStepUp } from './after-step-up.ts'
import { parseForm } from './parse-form.ts'
import { parseParams } from './parse-params.ts'
import { paths } from './paths.ts'
import { provedBy } from './proved-by.ts'
import { refusedAttempt } from './refused-attempt.ts'
import type { SignedInStaff } from './require-staff.ts'
import { invalid, orRefusal } from './respond.ts'

type Entered<S extends z.ZodType<object>> = { staff: SignedInStaff; bondId: string } & z.output<S>

type Act<S extends z.ZodType<object>> = {
  form: (timezone: string) => S
  act: (entered: Entered<S>) => Promise<unknown>
}

/**
 * How every form on a bond is answered: 404 for a bond that this person cannot see, 422 for what cannot be read, 409 for
 * what may not be, and back to the bond.
 */
export async function answerBondAct<S extends z.ZodType<object>>(
  args: ActionFunctionArgs,
  staff: SignedInStaff,
  { form, act }: Act<S>,
) {
  const { bondId, read } = await readBondForm(args, staff, form)
  if (!read.ok) return invalid(read)

  const outcome = await orRefusal(act({ staff, bondId, ...read.value }), read.values)
  return outcome.ok ? redirect(paths.bond(bondId)) : outcome.response
}

type ProvedAct<S extends z.ZodType<Sent>> = {
  name: BondAct
  /** As the audit calls it. */
  action: string
  form: (timezone: string) => S
  /** Why figures of the form cannot be, by what the page knows. */
  impossible?: (page: BondPage, entered: z.output<S>) => Refusal | null
  boundTo: (page: BondPage, entered: z.output<S>) => string
  act: (entered: Entered<S> & { stepUpId: string }) => Promise<unknown>
}

/** The same for an act on money, which its person proves once more. What cannot be is said before the proof is spent. */
export async function answerProvedBondAct<S extends z.ZodType<Sent>>(
  args: ActionFunctionArgs,
  staff: SignedInStaff,
  { name, action, form, impossible, boundTo, act }: ProvedAct<S>,
) {
  const { bondId, page, read } = await readBondForm(args, staff, form)
  if (!read.ok) return invalid(read)
  const attempted = { staff, action, subject: 'bond', subjectId: bondId }
  const entered = read.value
  const why = page.acts[name] ?? impossible?.(page, entered)
  if (why) return refusedAttempt(attempted, why, read.values)

  const outcome = await orRefusal(
    provedBy(attempted, { boundTo: boundTo(page, entered), sent: entered }, (stepUpId) =>
      act({ staff, bondId, ...entered, stepUpId }),
    ),
    read.values,
  )
  return outcome.ok ? redirectAfterStepUp(staff, paths.bond(bondId)) : outcome.response
}

async function readBondForm<S extends z.ZodType<object>>(
  { context, params, request }: ActionFunctionArgs,
  staff: SignedInStaff,
  form: (timezone: string) => S,
) {
  const { bondId } = parseParams(params, z.object({ bondId: z.uuid() }))
  const page = await bondPage({ bondId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  return { bondId, page, read: parseForm(await request.formData(), form(timezone)) }
}
