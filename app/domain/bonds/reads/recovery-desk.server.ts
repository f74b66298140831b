import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import type { BondKind } from '../bond.ts'
import { type AgeBucket, ageBuckets, type NextAct, nextActOf } from '../chase.ts'
import { dayOf } from '../day-of.ts'
import { mostInterest } from '../interest.ts'
import { type DeskCursor, writeDeskCursor } from './desk-cursor.ts'
import { dueBonds, lastChase } from './due-bonds.server.ts'
import { type InterestToClaim, interestToClaim } from './interest-to-claim.server.ts'

const pageSize = 30

export type DueBond = {
  id: string
  /** The funds with a part in it that the reader sees: one, or those who share it. */
  fundIds: string[]
  fundNames: string[]
  /** The names of those that have a part and are not the reader's: only someone who serves them too asks for the money. */
  otherFunds: string[]
  kind: string
  caseCode: string
  state: string
  /** Of every part that the reader sees. */
  dueCents: bigint
  /** What DHS may pay on top by today, at most; null for a court's. */
  interestAtMost: bigint | null
  daysDue: number
  /** The last day on which the claim is taken, as `2026-11-21`; null where nobody wrote one down, and none is known of the place. */
  lastDay: string | null
  /** Where that day is from: typed from the court's paper, or the place's term, which counsel has reviewed or not. */
  lastDayFrom: 'paper' | 'term' | 'unreviewed_term' | 'guess' | null
  lastChase: { kind: string; at: Date; drawnTo: string | null; dueOn: string | null } | null
  next: NextAct
}

export type DueSum = { bonds: number; cents: bigint }

/** Interest that a breached bond may still bring. */
export type InterestLine = Pick<InterestToClaim, 'next' | 'atMostCents'> & {
  id: string
  caseCode: string
  state: string
  /** Since when it is in its state. */
  since: Date
  fundNames: string[]
}

export type RecoveryDesk = {
  rows: DueBond[]
  /** Beside the money due: nothing of it is counted in the sums. */
  interest: InterestLine[]
  after: string | null
  all: DueSum
  byAge: Record<AgeBucket, DueSum>
  byFund: (DueSum & { slug: string; name: string })[]
}

type Asked = { staff: Reader; timezone: string; fundSlug: string | null; after: DeskCursor | null }

/**
 * Every bond whose money is due back, what is most urgent first: those whose claim ends soonest, then those that wait
 * longest. A bond that funds share is one row with all its parts. The sums are of the ledger; what will really come is not known, and nothing of it is booked.
 */
export async function recoveryDesk(asked: Asked): Promise<RecoveryDesk> {
  const { staff, timezone, fundSlug, after } = asked
  const at = now()
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const found = await tx.$queryRaw<Row[]>`
      select d.*, to_char(d.last_day, 'YYYY-MM-DD') as last_day_text,
             c.kind as chase_kind, c.occurred_at as chased_at, c.drawn_to, to_char(c.due_on, 'YYYY-MM-DD') as due_on_text
        from (${dueBonds(at)}) d
        left join lateral (${lastChase}) c on true
       where d.part = 1 and (${fundSlug}::text is null or ${fundSlug} = any(d.slugs))
         and (${after?.id ?? null}::uuid is null
              or (coalesce(d.last_day, 'infinity'::date), d.due_since, d.id)
                 > (${after?.lastDay ?? 'infinity'}::date, ${after?.since ?? null}::timestamptz, ${after?.id ?? null}::uuid))
       order by coalesce(d.last_day, 'infinity'::date), d.due_since, d.id limit ${pageSize + 1}`
    const sums = await sumsOf(tx, at)
    const interest = (await interestToClaim(tx)).filter(
      ({ parts }) => fundSlug === null || parts.some(({ slug }) => slug === fundSlug),
    )
    const shown = found.slice(0, pageSize)
    const fundIds = [...staff.fundIds, ...shown.flatMap((row) => row.hidden_fund_ids)]
    const names = await fundNames(tx, { fundIds, language: staff.language })
    const last = found.length > pageSize ? shown.at(-1) : undefined
    // Of all funds together a bond that they share is one; in each of them it is one too.
    const asSeen = fundSlug
      ? sums.filter(({ slug }) => slug === fundSlug)
      : sums.map(({ whole_bonds, ...sum }) => ({ ...sum, bonds: whole_bonds }))
    return {
      interest: interest.map(({ parts, ...line }) => interestLine(parts, line, names)),
      rows: shown.map((row) => dueBond(row, names, { today: dayOf(at, timezone), timezone })),
      after: last
        ? writeDeskCursor({ lastDay: last.last_day_text, since: last.due_since, id: last.id })
        : null,
      all: sumOf(asSeen),
      byAge: Object.fromEntries(
        ageBuckets.map((name) => [name, sumOf(asSeen.filter(({ bucket }) => bucket === name))]),
      ) as Record<AgeBucket, DueSum>,
      byFund: [...new Set(sums.map(({ slug }) => slug))].sort().map((slug) => {
        const ofFund = sums.filter((sum) => sum.slug === slug)
        return { slug, name: names.get(ofFund[0]?.fund_id ?? '') ?? '', ...sumOf(ofFund) }
      }),
    }
  })
}

function interestLine(
  parts: InterestToClaim['parts'],
  line: Pick<InterestLine, 'next' | 'atMostCents'>,
  names: Map<string, string>,
): InterestLine {
  const [{ id, caseCode, state, since }] = parts
  return {
    ...line,
    id,
    caseCode,
    state,
    since,
    fundNames: parts.map(({ fundId }) => names.get(fundId) ?? ''),
  }
}

type Sum = DueSum & { fund_id: string; slug: string; bucket: AgeBucket; whole_bonds: number }

const sumsOf = (tx: Tx, at: Date) => tx.$queryRaw<Sum[]>`
  select d.fund_id, d.slug, count(*)::int as bonds,
         (count(*) filter (where d.part = 1))::int as whole_bonds, sum(d.due_cents)::bigint as cents,
         case when d.days <= 30 then 'days_30' when d.days <= 90 then 'days_90'
              when d.days <= 180 then 'days_180' else 'older' end as bucket
    from (${dueBonds(at)}) d group by 1, 2, 6`

const sumOf = (sums: DueSum[]): DueSum => ({
  bonds: sums.reduce((total, { bonds }) => total + bonds, 0),
  cents: sums.reduce((total, { cents }) => total + cents, 0n),
})

function dueBond(
  row: Row,
  names: Map<string, string>,
  { today, timezone }: { today: string; timezone: string },
): DueBond {
  const namesOf = (fundIds: string[]) => fundIds.map((fundId) => names.get(fundId) ?? '')
  const deposit = { kind: row.kind, principal: cents(row.whole_principal_cents), breachedOn: null }
  return {
    id: row.id,
    fundIds: row.fund_ids,
    fundNames: namesOf(row.fund_ids),
    otherFunds: namesOf(row.hidden_fund_ids),
    kind: row.kind,
    caseCode: row.case_code,
    state: row.state,
    dueCents: row.whole_due_cents,
    interestAtMost: mostInterest({ ...deposit, postedOn: dayOf(row.posted_at, timezone) }, today),
    daysDue: row.days,
    lastDay: row.last_day_text,
    lastDayFrom: row.last_day_from,
    lastChase:
      row.chase_kind && row.chased_at
        ? { kind: row.chase_kind, at: row.chased_at, drawnTo: row.drawn_to, dueOn: row.due_on_text }
        : null,
    next: nextActOf({ state: row.state, dueOn: row.due_on_text }, today),
  }
}

type Row = {
  id: string
  fund_ids: string[]
  hidden_fund_ids: string[]
  kind: BondKind
  whole_principal_cents: bigint
  posted_at: Date
  case_code: string
  state: string
  whole_due_cents: bigint
  due_since: Date
  days: number
  last_day_text: string | null
  last_day_from: DueBond['lastDayFrom']
  chase_kind: string | null
  chased_at: Date | null
  drawn_to: string | null
  due_on_text: string | null
}
