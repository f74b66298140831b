import type { Reader, WhyNot } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { approvalsRequired } from '#app/domain/funds/approvals-required.server.ts'
import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { may } from '#app/domain/staff/access.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type EnvelopeAct, envelopeActs, whyNot, whyNotConfirm } from '../acts.ts'
import { enteredLate, heldBy, isOverdue, leftOf, stageOf } from '../envelope.ts'
import { standingOf, standingRows } from '../open-envelope-act.server.ts'
import { saidWhyNot } from './said-why-not.ts'

export type EnvelopePage = NonNullable<Awaited<ReturnType<typeof envelopePage>>>

/** A night with all that one decision about it needs, and for each act whether this person may do it now or why not. Null: not theirs to see. */
export async function envelopePage(of: { envelopeId: string; staff: Reader }) {
  const { envelopeId, staff } = of
  const at = now()
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const row = await tx.nightEnvelope.findUnique({ where: { id: envelopeId }, include: standingRows })
    if (!row) return null

    const envelope = standingOf(row)
    const roles = staff.roles.filter(({ fundId }) => fundId === row.fundId).map(({ role }) => role)
    const person = { id: staff.id, roles }
    const stage = stageOf(envelope, at)
    const free = await freeToCommit(tx, row.fundId)
    const names = await namesOf(tx, row)
    const name = (id: string | null) => (id && names.get(id)) || null
    const draws = await drawsOf(tx, row.envelopeDraws)

    return {
      id: row.id,
      fundId: row.fundId,
      fundName:
        (await fundNames(tx, { fundIds: [row.fundId], language: staff.language })).get(row.fundId) ?? '',
      stage,
      contentHash: row.contentHash,
      total: row.totalCents,
      cap: row.capCents,
      bonds: row.bondCount,
      bondsLeft: row.bondCount - row.envelopeDraws.length,
      left: leftOf(envelope),
      held: heldBy(envelope),
      purposeCodes: row.purposeCodes,
      posters: row.posterIds.map((id) => name(id) ?? ''),
      opensAt: row.opensAt,
      closesAt: row.closesAt,
      enteredUntil: envelope.enteredUntil,
      proposedBy: name(row.proposedBy) ?? '',
      proposedAt: row.occurredAt,
      approvals: row.envelopeApprovals.map(({ approverId, occurredAt }) => ({
        by: name(approverId) ?? '',
        at: occurredAt,
      })),
      approvalsRequired: await approvalsRequired(tx, { fundId: row.fundId, total: row.totalCents }),
      free: stage === 'proposed' ? { before: free, after: free - row.totalCents } : null,
      ending: row.envelopeEnding && {
        kind: row.envelopeEnding.kind,
        by: name(row.envelopeEnding.endedBy),
        reason: row.envelopeEnding.reason,
        at: row.envelopeEnding.occurredAt,
      },
      draws: row.envelopeDraws.map((draw) => {
        const confirmation = draw.envelopeDrawConfirmation
        const standing = { ...draw, amount: draw.amountCents, confirmed: confirmation !== null }
        return {
          disbursementId: draw.disbursementId,
          caseCode: '',
          receiptNumber: '',
          bondId: null as string | null,
          ...draws.get(draw.disbursementId),
          amount: draw.amountCents,
          by: name(draw.drawnBy) ?? '',
          at: draw.occurredAt,
          enteredAt: draw.enteredAt,
          late: enteredLate(draw),
          confirmBy: draw.confirmBy,
          overdue: isOverdue(standing, at),
          confirmed: confirmation && {
            by: name(confirmation.confirmedBy) ?? '',
            at: confirmation.occurredAt,
          },
          whyNotConfirm: saidWhyNot(whyNotConfirm(standing, person)),
        }
      }),
      mayCall: may(roles, 'on-call:read'),
      acts: Object.fromEntries(
        envelopeActs.map((act) => [act, saidWhyNot(whyNot(act, envelope, person, at))]),
      ) as Record<EnvelopeAct, WhyNot>,
    }
  })
}

type Row = {
  proposedBy: string
  posterIds: string[]
  envelopeApprovals: { approverId: string }[]
  envelopeEnding: { endedBy: string | null } | null
  envelopeDraws: { drawnBy: string; envelopeDrawConfirmation: { confirmedBy: string } | null }[]
}

async function namesOf(tx: Tx, row: Row): Promise<Map<string, string>> {
  const ids = [
    row.proposedBy,
    ...row.posterIds,
    ...row.envelopeApprovals.map(({ approverId }) => approverId),
    ...row.envelopeDraws.flatMap(({ drawnBy, envelopeDrawConfirmation }) => [
      drawnBy,
      ...(envelopeDrawConfirmation ? [envelopeDrawConfirmation.confirmedBy] : []),
    ]),
    ...(row.envelopeEnding?.endedBy ? [row.envelopeEnding.endedBy] : []),
  ]
  const people = await tx.staff.findMany({ where: { id: { in: ids } }, select: { id: true, name: true } })
  return new Map(people.map(({ id, name }) => [id, name]))
}

async function drawsOf(tx: Tx, draws: { disbursementId: string }[]) {
  const rows = await tx.disbursement.findMany({
    where: { id: { in: draws.map(({ disbursementId }) => disbursementId) } },
    select: {
      id: true,
      caseCode: true,
      bond: { select: { id: true } },
      disbursementPayment: { select: { receiptNumber: true } },
    },
  })
  return new Map(
    rows.map(({ id, caseCode, bond, disbursementPayment }) => [
      id,
      { caseCode, bondId: bond?.id ?? null, receiptNumber: disbursementPayment?.receiptNumber ?? '' },
    ]),
  )
}
