import { Refusal } from '#app/domain/refusal.ts'
import { isLive } from '#app/platform/stripe.ts'
import { Prisma } from '#prisma/generated/client.ts'
import type { Reach } from './close-window.server.ts'
import { type FigureName, figureNames } from './figures.ts'
import { type Base, type Measurement, measure } from './measure.server.ts'
import {
  endsPoolPeriod,
  latestCut,
  type PublicationPolicy,
  refuseUnsafePolicy,
} from './publication-policy.ts'
import { type Publication, type PublishedFigure, publishFigures } from './publish-figures.ts'
import type { Read } from './read.server.ts'

export type FundPolicy = PublicationPolicy & { name: string }

/** What a close would measure and publish, before anything is written. */
export type DraftedClose = {
  policy: FundPolicy
  seq: number
  at: Reach
  measurement: Measurement
  previous: Partial<Record<FigureName, PublishedFigure | null>>
  publication: Publication
  /** Whether it ends the pool period: something is published, and every flow of the period hides each single bond. */
  endsPeriod: boolean
  /** The close that ended the last period. */
  period: Base | null
}

/**
 * Computes a close of the fund. The cut defaults to the latest that its policy allows. Refuses a cut that is too
 * recent (`publication_cut_too_recent`) or not after the last close's (`publication_cut_not_after_last`).
 */
export async function draftClose(
  read: Read,
  of: { fundId: string; now: Date; through: bigint; cutAt?: Date | undefined },
): Promise<DraftedClose> {
  const policy = await policyOf(read, of.fundId)
  refuseUnsafePolicy(policy)
  if (policy.demonstration && isLive()) throw new Refusal('demonstration_policy_with_live_keys')

  const cutAt = of.cutAt ?? new Date(latestCut(of.now.getTime(), policy))
  const closes = await pastCloses(read, of.fundId)
  const last = closes.at(-1)
  if (last && cutAt <= last.cutAt) throw new Refusal('publication_cut_not_after_last')

  const at = { cutAt, through: last && last.through > of.through ? last.through : of.through }
  const previous = last ? await figuresOf(read, last.id) : {}
  const period = closes.findLast((close) => close.endedPeriod) ?? null
  const measurement = await measure(read, {
    fundId: of.fundId,
    at,
    lastFresh: freshAt(previous, closes),
    period,
  })
  const publication = publishFigures({
    now: of.now.getTime(),
    cut: cutAt.getTime(),
    measured: measurement.figures,
    previous,
    policy,
  })
  const endsPeriod = publication.fresh.length > 0 && endsPoolPeriod(measurement.flows, policy)
  return { policy, seq: (last?.seq ?? 0) + 1, at, measurement, previous, publication, endsPeriod, period }
}

export async function policyOf(read: Read, fundId: string): Promise<FundPolicy> {
  const [row] = await read<{
    name: string
    k: number
    delay_days: number
    rounding: string
    demonstration: boolean
  }>(Prisma.sql`
    select p.name, p.k, p.delay_days, p.rounding_cents::text as rounding, p.demonstration
      from fund f join publication_policy p on p.name = f.policy_name
     where f.id = ${fundId}::uuid and f.kind <> 'operating'`)
  if (!row) throw new Refusal('fund_publishes_nothing')
  const { name, k, demonstration } = row
  return { name, k, demonstration, delayDays: row.delay_days, roundingCents: BigInt(row.rounding) }
}

type PastClose = Base & { id: string; endedPeriod: boolean }

async function pastCloses(read: Read, fundId: string): Promise<PastClose[]> {
  const rows = await read<{ id: string; seq: number; cut_at: Date; through: string; ended: boolean }>(
    Prisma.sql`
    select c.id::text, c.seq, c.cut_at, c.through_transfer_id::text as through,
           exists (select from pool_period p where p.close_id = c.id) as ended
      from publication_close c where c.fund_id = ${fundId}::uuid order by c.seq`,
  )
  return rows.map((row) => ({
    ...{ id: row.id, seq: row.seq, cutAt: row.cut_at, through: BigInt(row.through) },
    endedPeriod: row.ended,
  }))
}

async function figuresOf(read: Read, closeId: string): Promise<DraftedClose['previous']> {
  const rows = await read<{ figure: FigureName; value: string | null; as_of: Date | null }>(Prisma.sql`
    select figure, shown_value::text as value, shown_as_of as as_of
      from published_figure where close_id = ${closeId}::uuid`)
  return Object.fromEntries(
    rows.map(({ figure, value, as_of: asOf }) => [
      figure,
      value !== null && asOf ? { value: BigInt(value), asOf: asOf.getTime() } : null,
    ]),
  )
}

/** Each figure's last change in public is the close whose cut is its date: no two closes have one cut. */
function freshAt(previous: DraftedClose['previous'], closes: PastClose[]): Partial<Record<FigureName, Base>> {
  const found = figureNames.flatMap((name) => {
    const base = closes.find(({ cutAt }) => cutAt.getTime() === previous[name]?.asOf)
    return base ? [[name, base] as const] : []
  })
  return Object.fromEntries(found)
}
