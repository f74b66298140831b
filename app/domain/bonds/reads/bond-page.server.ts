import { caseEndOf } from '#app/domain/case-ends/case-end-of.server.ts'
import { placeOfBond } from '#app/domain/claim-terms/place-of-bond.server.ts'
import { familyOfBond } from '#app/domain/copays/reads/family-of-bond.server.ts'
import type { Reader, WhyNot } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import {
  type SharedPart,
  sharedParts,
} from '#app/domain/disbursements/shared-bonds/shared-bond-parts.server.ts'
import { sharedStandings } from '#app/domain/disbursements/shared-bonds/shared-bond-standing.server.ts'
import { exposureOf } from '#app/domain/forfeiture-calls/exposure.server.ts'
import { saidExposure } from '#app/domain/forfeiture-calls/said-exposure.server.ts'
import { bondBalances } from '#app/domain/ledger/balances.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { isOfNobody } from '#app/domain/postings/slip/person-of-case.server.ts'
import { type Action, may } from '#app/domain/staff/access.ts'
import { rolesIn } from '#app/domain/staff/staff.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type BondAct, type BondStanding, bondActs, plainMoves, wayToRefundDue, whyNot } from '../acts.ts'
import { type BondKind, stepsAlong } from '../bond.ts'
import { dayOf } from '../day-of.ts'
import { mostInterest } from '../interest.ts'
import { bringsInterestOnly } from '../recovery.ts'

export type BondPage = NonNullable<Awaited<ReturnType<typeof bondPage>>>

/** One bond: its way so far, its money so far, and for each act whether this person may do it now or why not. Null: not theirs to see. */
export async function bondPage(of: { bondId: string; staff: Reader }) {
  const { bondId, staff } = of
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const row = await readRow(tx, bondId)
    if (!row) return null

    const kind = row.kind as BondKind
    const payment = row.disbursement.disbursementPayment
    const callsOut = row.state === 'closed' && (await callsAreOut(tx, bondId))
    const postedBy = payment?.paidByStaff.name ?? ''
    const standing = { kind, state: row.state, paidBy: payment?.paidBy ?? '', callsOut }
    const shared = await sharedWith(tx, { disbursementId: row.disbursementId, staff })
    const { deposited, refundDue } = await bondBalances(tx, { fundId: row.fundId, bondId })
    const fundIds = shared?.parts.map(({ fundId }) => fundId) ?? [row.fundId]
    const { timezone } = await organization()
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
      postedBy,
      shared: shared && { id: shared.id, parts: shared.parts },
      /** Of the whole bond: what is deposited and what is due in every fund that has a part. */
      depositedInAll: shared ? await sumOf(tx, shared.parts, 'deposited') : deposited,
      dueInAll: shared ? await sumOf(tx, shared.parts, 'refundDue') : refundDue,
      /** What was lost and has not come since, of the deposit and of what was paid upon calls beyond it. */
      lostInAll: await stillLostOf(tx, shared?.parts ?? [{ bondId }]),
      money: {
        posted: row.principalCents,
        deposited,
        due: refundDue,
        returned: total(row.bondReturns.map((back) => back.receivedCents)),
        interest: total([...row.bondReturns, ...row.bondRecoveries].map((came) => came.interestCents)),
        /** What may still come on top: while the principal is out or due, and of a breached bond until it is paid. */
        interestAtMost:
          deposited + refundDue > 0n || bringsInterestOnly(row.state) ? interestSoFar(row, timezone) : null,
        kept: total(deductions.map(({ amountCents }) => amountCents)),
        lost: total(row.bondLosses.filter(stands).map(({ amountCents }) => amountCents)),
        recovered: total(row.bondRecoveries.map((found) => found.receivedCents)),
      },
      returns: row.bondReturns.map((back) => ({
        id: back.id,
        at: back.occurredAt,
        by: back.recordedByStaff.name,
        reference: back.reference,
        remittanceId: back.remittanceReturn?.remittanceLine.remittanceId ?? null,
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
      caseEnd: await caseEndOf(tx, { bondId, mayFollow: mayIn(staff, row.fundId, 'bonds:follow') }),
      suggestedLastDay: await suggestedLastDay(tx, bondId),
      place: await placeOfBond(tx, { bondId, fundId: row.fundId }),
      family: await familyOfBond(tx, bondId),
      exposure: await exposureOf(tx, bondId),
      saidExposure: await saidExposure(tx, { ...row, kind, postedBy }),
      /** In every fund that has a part in it. */
      mayFollow: fundIds.every((fundId) => mayIn(staff, fundId, 'bonds:follow')),
      mayCall: mayIn(staff, row.fundId, 'disbursements:propose'),
      /** Nobody is known by its case code, and this person may say who it is. */
      mayName: mayIn(staff, row.fundId, 'vault:write') && (await isOfNobody(tx, row.caseCode)),
      moves: plainMoves(kind, row.state),
      /** That the case is over says too how it ended, where nobody said it before. */
      endsCase: stepsAlong(kind, row.state, wayToRefundDue[kind])?.includes('case_ended') ?? false,
      acts: actsOf(standing, { staff, fundIds }),
    }
  })
}

const mayIn = (staff: Reader, fundId: string, action: Action): boolean => may(rolesIn(staff, fundId), action)

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
          remittanceReturn: { select: { remittanceLine: { select: { remittanceId: true } } } },
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

type Row = NonNullable<Awaited<ReturnType<typeof readRow>>>

function interestSoFar(row: Row, timezone: string): bigint | null {
  const breach = row.bondStateChanges.findLast(({ toState }) => toState === 'breached')
  return mostInterest(
    {
      kind: row.kind as BondKind,
      principal: cents(row.principalCents),
      postedOn: dayOf(row.postedAt, timezone),
      // A breach that was rescinded never ended it.
      breachedOn: breach && lostOf(row) > 0n ? dayOf(breach.occurredAt, timezone) : null,
    },
    dayOf(now(), timezone),
  )
}

/** The last day to claim by the term of the place of its court, or a guess from all of the fund's places; null while the case goes on, and where no term is known. */
type SuggestedDay = { day: Date; reviewed: boolean; guessed: boolean }
async function suggestedLastDay(tx: Tx, id: string): Promise<SuggestedDay | null> {
  const [found] = await tx.$queryRaw<SuggestedDay[]>`
    select s.last_day as day, s.reviewed, s.guessed from suggested_last_day(${id}::uuid) s`
  return found ?? null
}

/** A loss that was reversed never was one. */
const stands = (loss: { bondLossReversal: object | null }): boolean => loss.bondLossReversal === null

const total = (amounts: bigint[]): bigint => amounts.reduce((sum, amount) => sum + amount, 0n)

const lostOf = (row: Row): bigint =>
  total(row.bondLosses.filter(stands).map(({ amountCents }) => amountCents)) -
  total(row.bondRecoveries.map((found) => found.receivedCents))

async function sharedWith(
  tx: Tx,
  { disbursementId, staff }: { disbursementId: string; staff: Reader },
): Promise<{ id: string; parts: SharedPart[] } | null> {
  const standing = (await sharedStandings(tx, [disbursementId])).get(disbursementId)
  if (!standing) return null
  return { id: standing.id, parts: await sharedParts(tx, { sharedBondId: standing.id, staff }) }
}

/** Of the parts that this person sees: who does not see all of them records nothing. */
async function sumOf(tx: Tx, parts: SharedPart[], which: 'deposited' | 'refundDue'): Promise<bigint> {
  let sum = 0n
  for (const { fundId, bondId } of parts) {
    if (bondId) sum += (await bondBalances(tx, { fundId, bondId }))[which]
  }
  return sum
}

async function stillLostOf(tx: Tx, parts: Pick<SharedPart, 'bondId'>[]): Promise<bigint> {
  const ids = parts.flatMap(({ bondId }) => bondId ?? [])
  const [row] = await tx.$queryRaw<{ left: bigint }[]>`
    select coalesce(sum(bond_lost_cents(id) + bond_called_cents(id) - bond_recovered_cents(id)), 0)::bigint as left
      from unnest(${ids}::uuid[]) id`
  return row?.left ?? 0n
}

async function callsAreOut(tx: Tx, bondId: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ out: boolean }[]>`select bond_calls_are_out(${bondId}::uuid) as out`
  return row?.out ?? false
}

/** An act is done in every fund that has a part in the bond, or in none. */
function actsOf(
  standing: BondStanding,
  { staff, fundIds }: { staff: Reader; fundIds: string[] },
): Record<BondAct, WhyNot> {
  const answers = bondActs.map((act) => [act, whyNotInAll(act, standing, { staff, fundIds })] as const)
  return Object.fromEntries(answers) as Record<BondAct, WhyNot>
}

function whyNotInAll(
  act: BondAct,
  standing: BondStanding,
  { staff, fundIds }: { staff: Reader; fundIds: string[] },
): WhyNot {
  for (const fundId of fundIds.filter((one) => staff.fundIds.includes(one))) {
    const roles = staff.roles.filter((held) => held.fundId === fundId).map(({ role }) => role)
    const refusal = whyNot(act, standing, { id: staff.id, roles })
    if (refusal) return { code: refusal.code, params: refusal.params }
  }
  const seesAll = fundIds.every((fundId) => staff.fundIds.includes(fundId))
  return seesAll ? null : { code: 'shared_bond_needs_every_fund', params: {} }
}
