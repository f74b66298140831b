import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { type EnvelopeAct, whyNot } from './acts.ts'
import type { EnvelopeStanding } from './envelope.ts'

export type LockedEnvelope = EnvelopeStanding & {
  id: string
  fundId: string
  contentHash: string
  purposeCodes: string[]
}

/** What a standing is read from. */
export const standingRows = {
  envelopeApprovals: { orderBy: { occurredAt: 'asc' } },
  envelopeReservation: true,
  envelopeEnding: true,
  envelopeDraws: { orderBy: { recordedAt: 'asc' }, include: { envelopeDrawConfirmation: true } },
} as const

type Row = NonNullable<Awaited<ReturnType<typeof readRow>>>

/**
 * The fund's bank is the lock of all its envelopes: nothing about one changes beside it.
 * Refuses (`envelope_unknown`) what the scope does not show.
 */
export async function lockEnvelope(tx: Tx, id: string): Promise<LockedEnvelope> {
  const seen = await tx.nightEnvelope.findUnique({ where: { id }, select: { fundId: true } })
  if (!seen) throw new Refusal('envelope_unknown')
  await lockFundBank(tx, [seen.fundId])
  const row = await readRow(tx, id)
  if (!row) throw new Refusal('envelope_unknown')
  return {
    ...standingOf(row),
    id,
    fundId: row.fundId,
    contentHash: row.contentHash,
    purposeCodes: row.purposeCodes,
  }
}

/** How every act on an envelope begins: locked, the person and the moment judged. */
export async function openEnvelopeAct(
  tx: Tx,
  act: EnvelopeAct,
  on: { staff: ActingStaff; envelopeId: string; at: Date },
): Promise<LockedEnvelope> {
  const envelope = await lockEnvelope(tx, on.envelopeId)
  const roles = await rolesInFund(tx, { staffId: on.staff.id, fundId: envelope.fundId })
  const refusal = whyNot(act, envelope, { id: on.staff.id, roles }, on.at)
  if (refusal) throw refusal
  return envelope
}

export const standingOf = (row: Row): EnvelopeStanding => ({
  proposedBy: row.proposedBy,
  approverIds: row.envelopeApprovals.map(({ approverId }) => approverId),
  posterIds: row.posterIds,
  setAside: row.envelopeReservation !== null,
  ending: row.envelopeEnding?.kind ?? null,
  opensAt: row.opensAt,
  closesAt: row.closesAt,
  enteredUntil: row.enteredUntil ?? row.closesAt,
  total: row.totalCents,
  cap: row.capCents,
  bonds: row.bondCount,
  draws: row.envelopeDraws.map((draw) => ({
    drawnBy: draw.drawnBy,
    amount: draw.amountCents,
    confirmBy: draw.confirmBy,
    confirmed: draw.envelopeDrawConfirmation !== null,
  })),
})

const readRow = (tx: Tx, id: string) => tx.nightEnvelope.findUnique({ where: { id }, include: standingRows })
