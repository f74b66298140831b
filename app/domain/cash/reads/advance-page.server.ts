import type { Reader, WhyNot } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type AdvanceAct, type AdvanceStanding, advanceActs, whyNot } from '../acts.ts'
import { isLargeCash } from '../large-cash.ts'
import { cashIsOut, lockedAdvance } from '../read-advance.server.ts'
import { returnsOf } from './answered-cash.server.ts'
import { movedWithinADay } from './moved-within-a-day.server.ts'
import { peopleWho } from './people-of-fund.server.ts'
import { relatedCash } from './related-cash.server.ts'

export type AdvancePage = NonNullable<Awaited<ReturnType<typeof advancePage>>>

/** One advance: who has what of it, all that happened to it, and for each act whether this person may do it now. */
export async function advancePage(of: { advanceId: string; staff: Reader }) {
  const { advanceId, staff } = of
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const row = await readRow(tx, advanceId)
    if (!row) return null
    const { fundId, posterId, amountCents, source, occurredAt } = row
    const stands = await lockedAdvance(tx, advanceId)
    const roles = staff.roles.filter((held) => held.fundId === fundId).map(({ role }) => role)
    const disbursementIds = row.advanceCovers.map(({ disbursementId }) => disbursementId)
    const related = await relatedCash(tx, {
      ...{ posterId, disbursementIds, at: occurredAt, exceptAdvanceId: advanceId },
    })
    const moved = await movedWithinADay(tx, now())
    const drawn = source === 'bank' ? moved.cash_box : 0n
    const together = amountCents + related > drawn ? amountCents + related : drawn
    const names = await fundNames(tx, { fundIds: [fundId], language: staff.language })
    const acts = actsOf(stands, { id: staff.id, roles })
    const handedOver = await handedOverFrom(tx, advanceId)
    const covers = []
    for (const { disbursement, disbursementId, postingAttempt, familyCents } of row.advanceCovers) {
      covers.push({
        disbursementId,
        familyCents,
        caseCode: disbursement.caseCode,
        state: disbursement.state,
        out: await cashIsOut(tx, disbursementId),
        attempt: postingAttempt && {
          reason: postingAttempt.reason,
          by: postingAttempt.recordedByStaff.name,
          at: postingAttempt.occurredAt,
        },
      })
    }
    return {
      id: row.id,
      fundId,
      fundName: names.get(fundId) ?? '',
      source,
      state: stands.state,
      amountCents,
      /** What of it is of families. */
      familyCents: covers.reduce((sum, cover) => sum + cover.familyCents, 0n),
      leftCents: stands.left,
      /** Of it, what nobody has counted back yet, signed or not. */
      uncountedCents: stands.left - stands.unsigned,
      poster: row.poster.name,
      signedOutBy: row.signedOutByStaff.name,
      occurredAt,
      recordedAt: row.recordedAt,
      confirmation: row.advanceConfirmation && {
        by: row.advanceConfirmation.confirmedByStaff.name,
        at: row.advanceConfirmation.occurredAt,
        dueBackAt: row.advanceConfirmation.dueBackAt,
        receiptsDueAt: row.advanceConfirmation.receiptsDueAt,
      },
      withdrawal: row.advanceWithdrawal && {
        by: row.advanceWithdrawal.withdrawnByStaff.name,
        at: row.advanceWithdrawal.occurredAt,
      },
      isOverdue: isOverdue(stands.left, row.advanceConfirmation?.dueBackAt),
      covers,
      payments: row.advancePayments.map(({ paymentId, payment }) => ({
        id: paymentId,
        disbursementId: payment.disbursementId,
        caseCode: payment.disbursement.caseCode,
        receiptNumber: payment.receiptNumber,
        /** All that was handed over, with what of it was of the family: what left the advance. */
        cents: handedOver.get(paymentId) ?? 0n,
        at: payment.occurredAt,
      })),
      returns: await returnsOf(tx, { advanceId, readerId: staff.id, acts }),
      /** What counts as one hand-over of cash, where it is large: this and what belongs to it, or was drawn with it, within a day. */
      largeCents: isLargeCash(together) ? together : null,
      movedWithinADay: moved,
      witnesses: (await peopleWho(tx, { fundId, action: 'cash:handle' })).filter(
        ({ id }) => id !== staff.id && id !== posterId,
      ),
      acts,
    }
  })
}

const isOverdue = (left: bigint, dueBackAt: Date | null | undefined): boolean =>
  left > 0n && !!dueBackAt && dueBackAt < now()

/** By payment, what of this advance was handed over in it, with a family's part. */
async function handedOverFrom(tx: Tx, advanceId: string): Promise<Map<string, bigint>> {
  const rows = await tx.$queryRaw<{ id: string; cents: bigint }[]>`
    select p.payment_id as id, handed_over_cents(p.payment_id) as cents
      from advance_payment p where p.advance_id = ${advanceId}::uuid`
  return new Map(rows.map(({ id, cents }) => [id, cents]))
}

const readRow = (tx: Tx, id: string) =>
  tx.advance.findUnique({
    where: { id },
    include: {
      poster: { select: { name: true } },
      signedOutByStaff: { select: { name: true } },
      advanceConfirmation: { include: { confirmedByStaff: { select: { name: true } } } },
      advanceWithdrawal: { include: { withdrawnByStaff: { select: { name: true } } } },
      advanceCovers: {
        include: {
          disbursement: { select: { caseCode: true, state: true } },
          postingAttempt: { include: { recordedByStaff: { select: { name: true } } } },
        },
        orderBy: { disbursementId: 'asc' },
      },
      advancePayments: {
        include: { payment: { include: { disbursement: { select: { caseCode: true } } } } },
        orderBy: { paymentId: 'asc' },
      },
    },
  })

function actsOf(standing: AdvanceStanding, person: Parameters<typeof whyNot>[2]): Record<AdvanceAct, WhyNot> {
  const answers = advanceActs.map((act) => {
    const refusal = whyNot(act, standing, person)
    return [act, refusal && { code: refusal.code, params: refusal.params }] as const
  })
  return Object.fromEntries(answers) as Record<AdvanceAct, WhyNot>
}
