import { familyOfBond } from '#app/domain/copays/reads/family-of-bond.server.ts'
import type { Reader, WhyNot } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { exposureOf } from '#app/domain/forfeiture-calls/exposure.server.ts'
import { bondBalances } from '#app/domain/ledger/balances.server.ts'
import { may } from '#app/domain/staff/access.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type BondAct, type BondStanding, bondActs, plainMoves, whyNot } from '../acts.ts'
import type { BondKind } from '../bond.ts'

export type BondPage = NonNullable<Awaited<ReturnType<typeof bondPage>>>

/** One bond: its way so far, its money so far, and for each act whether this person may do it now or why not. Null: not theirs to see. */
export async function bondPage(of: { bondId: string; staff: Reader }) {
  const { bondId, staff } = of
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const row = await readRow(tx, bondId)
    if (!row) return null

    const kind = row.kind as BondKind
    const payment = row.disbursement.disbursementPayment
    const standing = { kind, state: row.state, paidBy: payment?.paidBy ?? '' }
    const roles = staff.roles.filter(({ fundId }) => fundId === row.fundId).map(({ role }) => role)
    const { deposited, refundDue } = await bondBalances(tx, { fundId: row.fundId, bondId })
    const deductions = row.bondReturns.flatMap((back) => back.bondDeductions)

    return {
      id: row.id,
      disbursementId: row.disbursementId,
      fundName:
        (await fundNames(tx, { fundIds: [row.fundId], language: staff.language })).get(row.fundId) ?? '',
      kind,
      caseCode: row.caseCode,
      state: row.state,
      receiptNumber: row.receiptNumber,
      postedAt: row.postedAt,
      postedBy: payment?.paidByStaff.name ?? '',
      money: {
        posted: row.principalCents,
        deposited,
        due: refundDue,
        returned: total(row.bondReturns.map((back) => back.receivedCents)),
        interest: total([...row.bondReturns, ...row.bondRecoveries].map((came) => came.interestCents)),
        kept: total(deductions.map(({ amountCents }) => amountCents)),
        lost: total(row.bondLosses.filter(stands).map(({ amountCents }) => amountCents)),
        recovered: total(row.bondRecoveries.map((found) => found.receivedCents)),
      },
      returns: row.bondReturns.map((back) => ({
        id: back.id,
        at: back.occurredAt,
        by: back.recordedByStaff.name,
        reference: back.reference,
        received: back.receivedCents,
        interest: back.interestCents,
        deductions: back.bondDeductions.map(({ reason, amountCents }) => ({ reason, amount: amountCents })),
      })),
      recoveries: row.bondRecoveries.map((found) => ({
        id: found.id,
        at: found.occurredAt,
        by: found.recordedByStaff.name,
        reference: found.reference,
        received: found.receivedCents,
        interest: found.interestCents,
      })),
      chases: row.bondChases.map((chase) => ({
        id: chase.id.toString(),
        kind: chase.kind,
        note: chase.note,
        drawnTo: chase.drawnTo,
        dueOn: chase.dueOn,
        lastDay: chase.lastDay,
        by: chase.recordedByStaff.name,
        at: chase.occurredAt,
      })),
      history: row.bondStateChanges.map((change) => ({
        id: change.id.toString(),
        to: change.toState,
        by: change.changedByStaff?.name ?? null,
        knownFrom: change.reason,
        at: change.occurredAt,
      })),
      family: await familyOfBond(tx, bondId),
      exposure: await exposureOf(tx, bondId),
      mayCall: may(roles, 'disbursements:propose'),
      moves: plainMoves(kind, row.state),
      acts: actsOf(standing, { id: staff.id, roles }),
    }
  })
}

const readRow = (tx: Tx, id: string) =>
  tx.bond.findUnique({
    where: { id },
    include: {
      disbursement: {
        select: {
          disbursementPayment: { select: { paidBy: true, paidByStaff: { select: { name: true } } } },
        },
      },
      bondStateChanges: { orderBy: { id: 'asc' }, include: { changedByStaff: { select: { name: true } } } },
      bondReturns: {
        orderBy: { recordedAt: 'asc' },
        include: {
          bondDeductions: { orderBy: { position: 'asc' } },
          recordedByStaff: { select: { name: true } },
        },
      },
      bondLosses: { include: { bondLossReversal: { select: { lossId: true } } } },
      bondRecoveries: {
        orderBy: { recordedAt: 'asc' },
        include: { recordedByStaff: { select: { name: true } } },
      },
      bondChases: { orderBy: { id: 'desc' }, include: { recordedByStaff: { select: { name: true } } } },
    },
  })

/** A loss that was reversed never was one. */
const stands = (loss: { bondLossReversal: object | null }): boolean => loss.bondLossReversal === null

const total = (amounts: bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n)

function actsOf(standing: BondStanding, person: Parameters<typeof whyNot>[2]): Record<BondAct, WhyNot> {
  const answers = bondActs.map((act) => {
    const refusal = whyNot(act, standing, person)
    return [act, refusal && { code: refusal.code, params: refusal.params }] as const
  })
  return Object.fromEntries(answers) as Record<BondAct, WhyNot>
}
