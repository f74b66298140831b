import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { whyNot, whyNotCharge } from '../acts.ts'
import { mostClaimsAtOnce } from '../expense.ts'
import { readCharges } from '../read-charges.server.ts'
import { standingOf } from './standing-of.ts'

export type CardPage = NonNullable<Awaited<ReturnType<typeof cardPage>>>

type Card = { fundId: string; cardLast4: string }

/**
 * One of a fund's cards: what stands on it, what of that this person may pay, and the statements that were paid. Null where
 * nothing was ever claimed on it, or it is not theirs to see.
 */
export async function cardPage({ staff, ...card }: Card & { staff: Reader }) {
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const rows = await tx.expenseClaim.findMany({
      where: { ...card, payment: null, rejection: null },
      include: whole,
      orderBy: [{ occurredAt: 'asc' }, { id: 'asc' }],
      take: 4 * mostClaimsAtOnce,
    })
    const statements = await statementsOf(tx, card)
    const isKnown = rows.length + statements.length > 0 || (await tx.expenseClaim.findFirst({ where: card }))
    if (!isKnown) return null

    const roles = staff.roles.filter((held) => held.fundId === card.fundId).map(({ role }) => role)
    const person = { id: staff.id, roles }
    const names = await fundNames(tx, { fundIds: [card.fundId], language: staff.language })
    const charges = rows.map((row) => {
      const standing = standingOf(row)
      const refusal = whyNot('settle', standing, person)
      return {
        id: row.id,
        state: standing.state,
        claimant: row.claimedByStaff.name,
        cents: row.totalCents,
        lastDay: row.lines[0]?.day ?? row.occurredAt,
        whyNot: refusal && { code: refusal.code, params: refusal.params },
      }
    })
    const found = await readCharges(tx, { fundIds: [card.fundId], cardLast4: card.cardLast4 })
    const atKiosks = found.map(({ approverIds, isSettled, fundId: _, ...charge }) => {
      const refusal = whyNotCharge({ approverIds, isSettled }, person)
      return { ...charge, whyNot: refusal && { code: refusal.code, params: refusal.params } }
    })
    const owed = [...charges.filter(({ state }) => state === 'approved'), ...atKiosks]
    const payable = charges.filter((charge) => charge.whyNot === null).slice(0, mostClaimsAtOnce)
    return {
      ...card,
      fundName: names.get(card.fundId) ?? '',
      owedCents: owed.reduce((sum, { cents }) => sum + cents, 0n),
      charges,
      payable,
      /** Bail and what else the card paid at kiosks, approved before it was charged. */
      atKiosks,
      payableAtKiosks: atKiosks
        .filter((charge) => charge.whyNot === null)
        .slice(0, mostClaimsAtOnce - payable.length),
      statements,
    }
  })
}

const whole = {
  claimedByStaff: { select: { name: true } },
  lines: { select: { day: true }, orderBy: { day: 'desc' }, take: 1 },
  approvals: { select: { approverId: true } },
  ...{ booking: true, rejection: true, payment: true },
} as const

const statementsShown = 50

async function statementsOf(tx: Tx, card: Card) {
  const rows = await tx.expensePayment.findMany({
    where: {
      fundId: card.fundId,
      OR: [{ claims: { some: { claim: card } } }, { charges: { some: { charge: card } } }],
    },
    include: { paidByStaff: { select: { name: true } }, _count: { select: { claims: true, charges: true } } },
    orderBy: [{ occurredAt: 'desc' }, { id: 'asc' }],
    take: statementsShown,
  })
  return rows.map(({ id, amountCents, method, reference, statementOn, paidByStaff, occurredAt, _count }) => ({
    ...{ id, method, reference, statementOn },
    cents: amountCents,
    by: paidByStaff.name,
    at: occurredAt,
    lineCount: _count.claims + _count.charges,
  }))
}
