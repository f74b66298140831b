import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { envelopePage } from '#app/domain/envelopes/reads/envelope-page.server.ts'
import { parseParams } from './parse-params.ts'
import type { SignedInStaff } from './require-staff.ts'

/** The night envelope of an address, as this person sees it. Throws a 404 for one that they cannot see. */
export async function envelopeOf(
  { context, params }: Pick<ActionFunctionArgs, 'context' | 'params'>,
  staff: SignedInStaff,
) {
  const { envelopeId } = parseParams(params, z.object({ envelopeId: z.uuid() }))
  const page = await envelopePage({ envelopeId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })
  return { envelopeId, page }
}
