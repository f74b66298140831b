import { rankUnder } from '#app/domain/intake/priority.ts'
import { readRequestFields } from '#app/domain/vault/asked/read-request-fields.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { criteriaIn } from './screening.ts'

/** In these states a request has a place in its fund's order. */
const waits: readonly string[] = ['screening', 'waitlisted', 'recommended', 'no_bond_available']

/** A fund's order and what stands in it wait for each other, so that nobody is placed under an order of before. */
export async function lockOrder(tx: Tx, fundId: string): Promise<void> {
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`fund_order ${fundId}`}, 0))::text`
}

/**
 * Where a request stands in its fund's order as it is now, under `lockOrder`: a number in the clear, since a list cannot be
 * ordered by what is sealed. Nothing is written where the fund has no order.
 */
export async function rankRequest(
  tx: Tx,
  of: { requestId: string; fundId: string; met: readonly string[] },
): Promise<void> {
  const { requestId, fundId, met } = of
  const policy = await tx.priorityPolicy.findFirst({ where: { fundId }, orderBy: { id: 'desc' } })
  if (!policy) return
  const placed = { policyId: policy.id, rank: rankUnder(policy.criteria, met) }
  await tx.requestRank.upsert({ where: { requestId }, create: { requestId, ...placed }, update: placed })
}

/** Under a new order everyone who waits is placed anew, by what was sealed of them. They are held, so that none is erased meanwhile. */
export async function rankAllWaiting(tx: Tx, fundId: string): Promise<void> {
  const people = await tx.$queryRaw<{ personId: string; requestId: string }[]>`
    select p.id as "personId", r.id as "requestId"
      from person p join help_request r on r.person_id = p.id
     where p.fund_id = ${fundId}::uuid and p.erased_at is null and r.erased_at is null and r.state = any(${[...waits]}::text[])
     order by r.id for no key update of r, p`
  for (const { personId, requestId } of people) {
    const answered = await readRequestFields(tx, { personId, requestId })
    const screening = answered.find(({ field }) => field === 'screening')
    if (screening) await rankRequest(tx, { requestId, fundId, met: criteriaIn(screening.plain) })
  }
}

/** Whoever is decided about waits no more: their place in the order is forgotten. */
export async function leaveOrder(tx: Tx, request: { requestId: string; to: string }): Promise<void> {
  const { requestId, to } = request
  if (!waits.includes(to)) await tx.requestRank.deleteMany({ where: { requestId } })
}
