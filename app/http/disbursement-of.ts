import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { disbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { parseParams } from './parse-params.ts'
import type { SignedInStaff } from './require-staff.ts'

/** The disbursement of an address, as this person sees it. Throws a 404 for one that they cannot see. */
export async function disbursementOf({ context, params }: ActionFunctionArgs, staff: SignedInStaff) {
  const { disbursementId } = parseParams(params, z.object({ disbursementId: z.uuid() }))
  const page = await disbursementPage({ disbursementId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })
  return { disbursementId, page }
}
