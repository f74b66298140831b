import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { whyNot, whyNotConfirm } from './acts.ts'
import { standingOf, standingRows } from './open-envelope-act.server.ts'

/** Nights that this person may approve before they begin, and draws that they may confirm before the night freezes. */
export async function waitingEnvelopes(tx: Tx, { personIn }: WaitingFor): Promise<Waiting[]> {
  const at = now()
  const rows = await tx.nightEnvelope.findMany({
    where: {
      OR: [
        { envelopeEnding: null, envelopeReservation: null, opensAt: { gt: at } },
        { envelopeDraws: { some: { envelopeDrawConfirmation: null } } },
      ],
    },
    include: standingRows,
    orderBy: { opensAt: 'asc' },
    take: 200,
  })
  return rows.flatMap((row): Waiting[] => {
    const person = personIn(row.fundId)
    const where = { to: `/admin/envelopes/${row.id}`, fundId: row.fundId, caseCode: null }
    if (!whyNot('approve', standingOf(row), person, at))
      return [
        {
          ...where,
          act: 'approve_envelope',
          amountCents: row.totalCents,
          since: row.occurredAt,
          dueAt: row.opensAt,
        },
      ]
    return row.envelopeDraws
      .filter((draw) => {
        const confirmed = draw.envelopeDrawConfirmation !== null
        return !whyNotConfirm({ ...draw, amount: draw.amountCents, confirmed }, person)
      })
      .map((draw) => ({
        ...where,
        to: `${where.to}#draw-${draw.disbursementId}`,
        // While it is late, its envelope is frozen, and stays so until someone does this.
        act: draw.confirmBy <= at ? 'confirm_late_draw' : 'confirm_draw',
        amountCents: draw.amountCents,
        since: draw.occurredAt,
        dueAt: draw.confirmBy,
      }))
  })
}
