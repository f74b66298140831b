import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { inTransaction, type Scope, type Tx } from '#app/platform/db.ts'
import { type ExpenseState, stateOf } from '../acts.ts'
import type { ExpenseKind } from '../expense.ts'
import { fundsOfOwnClaims, ownClaims } from '../scope-to-see.server.ts'

export type ExpenseRow = {
  id: string
  fundName: string
  kind: ExpenseKind
  cardLast4: string | null
  claimant: string
  lineCount: number
  totalCents: bigint
  occurredAt: Date
  state: ExpenseState
}

/** What is owed to one person, or on one card. */
export type ExpenseDue = {
  /** What has waited longest: of a person it is a claim, and there it is paid. */
  oldestId: string
  fundId: string
  fundName: string
  kind: ExpenseKind
  person: string
  cardLast4: string | null
  cents: bigint
  count: number
  /** Whether the card has a page for this person: it shows what others claimed on it. */
  mayReadCard: boolean
}

const openShown = 200
const endedShown = 50

/** Only what this person claimed; only of one fund. */
export type ExpensesWanted = { mine?: boolean; fundId?: string | undefined }

type ExpensesPage = { open: ExpenseRow[]; ended: ExpenseRow[]; due: ExpenseDue[] }

/**
 * What was claimed, the open ones first and the oldest of these on top, and what is owed to whom and on which card: of the funds
 * that this person works for all of it, and where they only post what they claimed themselves.
 */
export async function expensesPage(of: { staff: Reader; only?: ExpensesWanted }): Promise<ExpensesPage> {
  const { staff, only = {} } = of
  const wanted = (fundIds: string[]) =>
    fundIds.filter((id) => only.fundId === undefined || id === only.fundId)
  const all = wanted(staff.fundIds)
  const own = wanted(fundsOfOwnClaims(staff))
  const { language } = staff
  const pages = [
    ...(all.length > 0
      ? [
          await read({
            scope: { kind: 'staff', fundIds: all },
            fundIds: all,
            language,
            claimedBy: only.mine ? staff.id : null,
          }),
        ]
      : []),
    ...(own.length > 0
      ? [await read({ scope: ownClaims(staff), fundIds: own, language, claimedBy: staff.id })]
      : []),
  ]
  return {
    open: pages.flatMap(({ open }) => open).sort((a, b) => +a.occurredAt - +b.occurredAt),
    ended: pages.flatMap(({ ended }) => ended).sort((a, b) => +b.occurredAt - +a.occurredAt),
    due: pages.flatMap(({ due }) => due),
  }
}

type Wanted = Debts & { scope: Scope; language: string }

const read = ({ scope, fundIds, language, claimedBy }: Wanted): Promise<ExpensesPage> =>
  inTransaction({ scope }, async (tx) => {
    const wanted = { fundId: { in: fundIds }, ...(claimedBy ? { claimedBy } : {}) }
    const names = await fundNames(tx, { fundIds, language })
    const rowOf = (row: Found): ExpenseRow => ({
      id: row.id,
      fundName: names.get(row.fundId) ?? '',
      kind: row.kind as ExpenseKind,
      cardLast4: row.cardLast4,
      claimant: row.claimedByStaff.name,
      lineCount: row._count.lines,
      totalCents: row.totalCents,
      occurredAt: row.occurredAt,
      state: stateOf({ booked: !!row.booking, rejected: !!row.rejection, paid: !!row.payment }),
    })
    const open = await tx.expenseClaim.findMany({
      where: { ...wanted, rejection: null, payment: null },
      include: asRow,
      orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }],
      take: openShown,
    })
    const ended = await tx.expenseClaim.findMany({
      where: { ...wanted, NOT: { rejection: null, payment: null } },
      include: asRow,
      orderBy: [{ occurredAt: 'desc' }, { id: 'asc' }],
      take: endedShown,
    })
    const due = await dueOf(tx, { fundIds, claimedBy })
    return {
      open: open.map(rowOf),
      ended: ended.map(rowOf),
      due: due.map((owed) => ({
        ...owed,
        fundName: names.get(owed.fundId) ?? '',
        mayReadCard: scope.kind === 'staff',
      })),
    }
  })

const asRow = {
  claimedByStaff: { select: { name: true } },
  booking: { select: { claimId: true } },
  rejection: { select: { claimId: true } },
  payment: { select: { claimId: true } },
  _count: { select: { lines: true } },
} as const

type Found = Awaited<ReturnType<typeof oneRow>>
const oneRow = (tx: Tx) => tx.expenseClaim.findFirstOrThrow({ include: asRow })

type Debts = { fundIds: string[]; claimedBy: string | null }

const dueOf = (tx: Tx, { fundIds, claimedBy }: Debts) => tx.$queryRaw<
  Omit<ExpenseDue, 'fundName' | 'mayReadCard'>[]
>`
  with owed as (
    select c.id, c.fund_id, c.kind, c.card_last4, c.claimed_by, c.total_cents as cents, c.occurred_at
      from expense_claim c join expense_booking b on b.claim_id = c.id
     where c.fund_id = any(${fundIds}::uuid[]) and c.claimed_by = coalesce(${claimedBy}::uuid, c.claimed_by)
       and not exists (select from expense_payment_claim p where p.claim_id = c.id)
    union all
    select c.payment_id, c.fund_id, 'card', c.card_last4, null, c.amount_cents, p.occurred_at
      from card_charge c join disbursement_payment p on p.id = c.payment_id
     where c.fund_id = any(${fundIds}::uuid[]) and ${claimedBy}::uuid is null
       and not exists (select from expense_payment_charge x where x.charge_id = c.payment_id))
  select (array_agg(o.id order by o.occurred_at, o.id))[1] as "oldestId", o.fund_id as "fundId", o.kind,
         case o.kind when 'card' then '' else max(s.name) end as person, o.card_last4 as "cardLast4",
         sum(o.cents)::bigint as cents, count(*)::int as count
    from owed o left join staff s on s.id = o.claimed_by
   group by o.fund_id, o.kind, o.card_last4, case o.kind when 'card' then null else o.claimed_by end
   order by o.kind desc, sum(o.cents) desc, 1`
