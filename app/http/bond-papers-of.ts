import type { ActionFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { bondPapers } from '#app/domain/papers/bond-papers.server.ts'
import { parseParams } from './parse-params.ts'
import type { SignedInStaff } from './require-staff.ts'

/** The papers of the bond in an address, as this person sees them. Throws a 404 for one that they cannot see. */
export async function bondPapersOf({ context, params }: ActionFunctionArgs, staff: SignedInStaff) {
  const { bondId } = parseParams(params, z.object({ bondId: z.uuid() }))
  const papers = await bondPapers({ bondId, staff: { ...staff, language: context.language } })
  if (!papers) throw new Response(null, { status: 404 })
  return { bondId, papers }
}
