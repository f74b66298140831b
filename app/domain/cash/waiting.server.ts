import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { type Role, rolesFor } from '#app/domain/staff/access.ts'
import type { Waiting } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'
import { whyNot } from './acts.ts'

const mostWaiting = 200

type PersonIn = (fundId: string) => { id: string; roles: readonly Role[] }

/** Advances that wait for a second signature or are late, and counts whose difference nobody has explained. */
export async function waitingForCash(
  tx: Tx,
  { staff, personIn }: { staff: ActingStaff; personIn: PersonIn },
): Promise<Waiting[]> {
  return [...(await advances(tx, staff, personIn)), ...(await differences(tx, staff, personIn))]
}

async function advances(tx: Tx, staff: ActingStaff, personIn: PersonIn): Promise<Waiting[]> {
  const rows = await tx.$queryRaw<Advance[]>`
    select a.id, a.fund_id as "fundId", a.poster_id as "posterId", a.signed_out_by as "signedOutBy",
           a.amount_cents as "amountCents", a.occurred_at as since, c.due_back_at as "dueBackAt",
           c.receipts_due_at as "receiptsDueAt", advance_left_cents(a.id) as left
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
    return [{ ...open, act: 'count_advance_back', dueAt: row.dueBackAt }]
  })
}

async function differences(tx: Tx, staff: ActingStaff, personIn: PersonIn): Promise<Waiting[]> {
  const rows = await tx.cashCount.findMany({
    where: {
      fundId: { in: staff.fundIds },
      cashDifference: null,
      NOT: { countedCents: { equals: tx.cashCount.fields.ledgerCents } },
      countedBy: { not: staff.id },
      witnessedBy: { not: staff.id },
    },
    orderBy: { recordedAt: 'asc' },
    take: mostWaiting,
  })
  return rows
    .filter(({ fundId }) => personIn(fundId).roles.some((role) => handlesCash.includes(role)))
    .map(({ fundId, countedCents, ledgerCents, occurredAt }) => ({
      act: 'explain_difference',
      to: `/admin/cash/box/${fundId}`,
      fundId,
      caseCode: null,
      amountCents: countedCents - ledgerCents,
      since: occurredAt,
      dueAt: null,
    }))
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
}
