import { organization } from '#app/domain/organization/organization.server.ts'
import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import { waitTogether } from '#app/domain/waiting-together.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { nextActOf } from './chase.ts'
import { dayOf } from './day-of.ts'
import { dueBonds, lastChase } from './reads/due-bonds.server.ts'

/** A claim that ends within these days is told of by itself, however many there are. */
const daysAhead = 30

/** Far more than anyone looks at; the clock decides which, so that the end of the list is what can wait. */
const readAtMost = 500

type Due = {
  id: string
  fundId: string
  /** Every fund with a part in it; one that nobody shares has one. */
  fundIds: string[]
  slug: string
  caseCode: string
  state: string
  cents: bigint
  since: Date
  /** The day by which they were to answer, as `2026-11-21`. */
  dueOn: string | null
  /** The end of the last day on which the claim is taken, and of the day by which they were to answer. */
  claimEnds: Date | null
  answerDue: Date | null
  isSoon: boolean
}

/**
 * Money that is due back and that someone has to ask for: claims to file or to file anew, by the last day on which the place
 * takes them, people in whose name it is held, and courts that have not answered by the day that was noted. One that funds share
 * waits once, for those who may ask in each of them. `atMost` is how many are read, the soonest first.
 */
export async function waitingClaims(
  tx: Tx,
  { personIn }: WaitingFor,
  atMost = readAtMost,
): Promise<Waiting[]> {
  const { timezone } = await organization()
  const at = now()
  const today = dayOf(at, timezone)
  const rows = await tx.$queryRaw<Due[]>`
    select d.id, d.fund_id as "fundId", d.fund_ids as "fundIds", d.slug, d.case_code as "caseCode", d.state,
           d.whole_due_cents as cents, d.due_since as since,
           to_char(c.due_on, 'YYYY-MM-DD') as "dueOn",
           (d.last_day + 1)::timestamp at time zone ${timezone} as "claimEnds",
           (c.due_on + 1)::timestamp at time zone ${timezone} as "answerDue",
           coalesce(d.last_day <= ${today}::date + ${daysAhead}::int, false) as "isSoon"
      from (${dueBonds(at)}) d left join lateral (${lastChase}) c on true
     where d.part = 1 and d.hidden_fund_ids = '{}' and (d.state <> 'claimed' or c.due_on <= ${today}::date)
     -- As \`byTheClock\` has it: what has no last day counts as due in a week, and never sooner than in a day.
     order by case when d.state = 'claimed' then (c.due_on + 1)::timestamp at time zone ${timezone}
                   else coalesce((d.last_day + 1)::timestamp at time zone ${timezone},
                                 greatest(d.due_since + interval '7 days', ${at}::timestamptz + interval '1 day')) end,
              d.due_since, d.id limit ${atMost}`
  const theirs = rows.flatMap((row) => {
    const act = nextActOf(row, today)
    const mayAsk = row.fundIds.every((fundId) => may(personIn(fundId).roles, 'bonds:follow'))
    if (act === 'record_return' || !mayAsk) return []
    const dueAt = act === 'ask_again' ? row.answerDue : row.claimEnds
    return [{ ...row, waiting: { ...told(row), act, dueAt } }]
  })
  const isByItself = ({ isSoon, waiting }: (typeof theirs)[number]) => isSoon || waiting.act === 'ask_again'
  const slugs = new Map(rows.map(({ fundId, slug }) => [fundId, slug]))
  return [
    ...theirs.filter(isByItself).map(({ waiting }) => waiting),
    ...waitTogether(
      theirs.filter((one) => !isByItself(one)).map(({ waiting }) => waiting),
      (fundId) => ({ act: 'ask_for_many', to: `/admin/recovery?fund=${slugs.get(fundId) ?? ''}` }),
    ),
  ]
}

const told = ({ id, fundId, caseCode, cents, since }: Due) => ({
  ...{ to: `/admin/bonds/${id}/chase`, fundId, caseCode, since },
  amountCents: cents,
})
