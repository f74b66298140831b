import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { type Role, rolesFor } from '#app/domain/staff/access.ts'
import type { Waiting } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'
import { whyNot } from './acts.ts'
import type { CountState } from './count.ts'
import { waitingForSignatures } from './waiting-signatures.server.ts'

const mostWaiting = 200

type PersonIn = (fundId: string) => { id: string; roles: readonly Role[] }

/**
 * Advances that wait for a second signature or are late, counts that wait for who stood beside, were disputed, or whose difference
 * nobody has explained, and cash that was counted back or moved by one person's word.
 */
export async function waitingForCash(
  tx: Tx,
  { staff, personIn }: { staff: ActingStaff; personIn: PersonIn },
): Promise<Waiting[]> {
  return [
    ...(await advances(tx, staff, personIn)),
    ...(await counts(tx, staff, personIn)),
    ...(await waitingForSignatures(tx, { staff, personIn })),
  ]
}

async function advances(tx: Tx, staff: ActingStaff, personIn: PersonIn): Promise<Waiting[]> {
  const rows = await tx.$queryRaw<Advance[]>`
    select a.id, a.fund_id as "fundId", a.poster_id as "posterId", a.signed_out_by as "signedOutBy",
           a.amount_cents as "amountCents", a.occurred_at as since, c.due_back_at as "dueBackAt",
           c.receipts_due_at as "receiptsDueAt", advance_left_cents(a.id) as left,
           advance_unsigned_cents(a.id) as unsigned
      from advance a left join advance_confirmation c on c.advance_id = a.id
     where a.fund_id = any(${staff.fundIds}::uuid[])
       and (c.advance_id is null or advance_left_cents(a.id) > 0)
       and not exists (select from advance_withdrawal w where w.advance_id = a.id)
     order by a.occurred_at, a.id limit ${mostWaiting}`
  return rows.flatMap((row): Waiting[] => {
    const person = personIn(row.fundId)
    const common = { to: `/admin/cash/${row.id}`, fundId: row.fundId, caseCode: null, since: row.since }
    if (row.dueBackAt === null) {
      if (whyNot('confirm', { ...row, state: 'waiting' }, person)) return []
      return [{ ...common, act: 'confirm_advance', amountCents: row.amountCents, dueAt: null }]
    }
    const open = { ...common, amountCents: row.left }
    // Its poster brings the receipts, the others count what is left.
    if (!whyNot('attempt', { ...row, state: 'out' }, person))
      return [{ ...open, act: 'account_for_advance', dueAt: row.receiptsDueAt }]
    if (whyNot('bring_back', { ...row, state: 'out' }, person)) return []
    const uncounted = row.left - row.unsigned
    return [{ ...common, act: 'count_advance_back', amountCents: uncounted, dueAt: row.dueBackAt }]
  })
}

async function counts(tx: Tx, staff: ActingStaff, personIn: PersonIn): Promise<Waiting[]> {
  const rows = await tx.$queryRaw<Count[]>`
    select c.id, c.fund_id as "fundId", c.counted_by as "countedBy", c.witnessed_by as "witnessedBy",
           c.counted_cents as "countedCents", c.counted_cents - c.ledger_cents as difference, c.occurred_at as since,
           s.state, x.count_id is not null as explained,
           exists (select from cash_count later where later.fund_id = c.fund_id and later.recorded_at > c.recorded_at) as "countedAgain"
      from cash_count c cross join lateral (select cash_count_state(c.id) as state) s
      left join cash_difference x on x.count_id = c.id
     where c.fund_id = any(${staff.fundIds}::uuid[])
       and (s.state in ('waiting', 'disputed', 'abandoned') or c.counted_cents <> c.ledger_cents and x.count_id is null)
     order by c.recorded_at desc limit ${mostWaiting}`
  return rows
    .filter(({ fundId }) => personIn(fundId).roles.some((role) => handlesCash.includes(role)))
    .flatMap((count) => waitingOf(count, staff.id))
}

function waitingOf(count: Count, personId: string): Waiting[] {
  const { fundId, since, state, difference, explained, countedAgain } = count
  const common = { to: `/admin/cash/box/${fundId}`, fundId, caseCode: null, since, dueAt: null }
  if (state === 'waiting')
    return count.witnessedBy === personId && !explained
      ? [{ ...common, act: 'sign_count', amountCents: count.countedCents }]
      : []
  const isTheirs = count.countedBy === personId || count.witnessedBy === personId
  const waiting: Waiting[] = []
  if (difference !== 0n && !explained && !isTheirs)
    waiting.push({ ...common, act: 'explain_difference', amountCents: difference })
  if ((state === 'disputed' || state === 'abandoned') && !countedAgain)
    waiting.push({ ...common, act: 'recount_cash_box', amountCents: null })
  return waiting
}

const handlesCash = rolesFor('cash:handle')

type Advance = {
  id: string
  fundId: string
  posterId: string
  signedOutBy: string
  amountCents: bigint
  since: Date
  dueBackAt: Date | null
  receiptsDueAt: Date | null
  left: bigint
  unsigned: bigint
}

type Count = {
  id: string
  fundId: string
  countedBy: string
  witnessedBy: string
  countedCents: bigint
  difference: bigint
  since: Date
  state: CountState
  explained: boolean
  countedAgain: boolean
}
