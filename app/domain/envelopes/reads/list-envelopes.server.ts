import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { type EnvelopeStage, leftOf, stageOf } from '../envelope.ts'
import { standingOf, standingRows } from '../open-envelope-act.server.ts'

export type ListedEnvelope = {
  id: string
  fundName: string
  stage: EnvelopeStage
  totalCents: bigint
  usedCents: bigint
  leftCents: bigint
  bonds: number
  bondsLeft: number
  unconfirmed: number
  opensAt: Date
  closesAt: Date
  enteredUntil: Date
}

const shownAtMost = 100
const order: EnvelopeStage[] = ['open', 'frozen', 'closing', 'approved', 'proposed']

/** The nights of a person's funds: those that can be drawn from now first, then what is to come, then what is over. */
export async function listEnvelopes({ staff }: { staff: Reader }): Promise<ListedEnvelope[]> {
  const at = now()
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const names = await fundNames(tx, { fundIds: staff.fundIds, language: staff.language })
    const rows = await tx.nightEnvelope.findMany({
      include: standingRows,
      orderBy: [{ closesAt: 'desc' }, { id: 'asc' }],
      take: shownAtMost,
    })
    return rows
      .map((row): ListedEnvelope => {
        const envelope = standingOf(row)
        const used = envelope.draws.reduce((sum, { amount }) => sum + amount, 0n)
        return {
          id: row.id,
          fundName: names.get(row.fundId) ?? '',
          stage: stageOf(envelope, at),
          totalCents: envelope.total,
          usedCents: used,
          leftCents: leftOf(envelope),
          bonds: envelope.bonds,
          bondsLeft: envelope.bonds - envelope.draws.length,
          unconfirmed: envelope.draws.filter(({ confirmed }) => !confirmed).length,
          opensAt: row.opensAt,
          closesAt: row.closesAt,
          enteredUntil: envelope.enteredUntil,
        }
      })
      .sort((a, b) => rank(a) - rank(b))
  })
}

const rank = ({ stage }: ListedEnvelope): number => {
  const place = order.indexOf(stage)
  return place < 0 ? order.length : place
}
