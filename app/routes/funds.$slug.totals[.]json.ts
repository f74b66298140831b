import type { LoaderFunctionArgs } from '@remix-run/node'
import { fundTotals } from '#app/domain/funds/fund-totals.server.ts'

/** Open to every site: the figures are public, and no cookie is read. */
const headers = { 'Access-Control-Allow-Origin': '*', 'Cache-Control': 'public, max-age=1' }

export async function loader({ params }: LoaderFunctionArgs) {
  const totals = await fundTotals({ slug: params.slug ?? '' })
  if (!totals) return Response.json({ error: 'There is no such fund.' }, { status: 404, headers })
  return Response.json(totals, { headers })
}
