import { type AdvanceFor, advancesFor } from '#app/domain/cash/reads/advances-for.server.ts'
import type { Reader, WhyNot } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { cardsOfFund } from '#app/domain/expenses/cards-of-fund.server.ts'
import { rolesIn } from '#app/domain/staff/staff.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { whyNot } from '../acts.ts'
import { type EnvelopeStage, isOverdue, leftOf, stageOf } from '../envelope.ts'
import { standingOf, standingRows } from '../open-envelope-act.server.ts'
import { saidWhyNot } from './said-why-not.ts'

/** A night as whoever it names needs it at the window: what is left, and what they drew themselves. */
export type MyNight = {
  id: string
  fundId: string
  fundName: string
  stage: EnvelopeStage
  opensAt: Date
  closesAt: Date
  /** Until then what was handed over before the close may be entered. */
  enteredUntil: Date
  purposeCodes: string[]
  total: bigint
  left: bigint
  cap: bigint
  bonds: number
  bondsLeft: number
  whyNotDraw: WhyNot
  /** Cash that was signed out to them, from which they may pay. */
  advances: AdvanceFor[]
  /** The fund's cards, by their last four digits. */
  cards: string[]
  mine: {
    disbursementId: string
    caseCode: string
    amount: bigint
    confirmBy: Date
    confirmed: boolean
    overdue: boolean
  }[]
}

const shown: EnvelopeStage[] = ['open', 'frozen', 'closing', 'approved']

/** The nights that name this person and are approved and not over: what can be drawn from now first. */
export async function myNights(staff: Reader): Promise<MyNight[]> {
  const later = { gt: now() }
  const nights = await readNamed(staff, { OR: [{ closesAt: later }, { enteredUntil: later }] })
  return nights
    .filter(({ stage }) => shown.includes(stage))
    .sort((a, b) => shown.indexOf(a.stage) - shown.indexOf(b.stage) || +a.opensAt - +b.opensAt)
}

/** One night that names this person. Null for every other. */
export async function myNight(of: { envelopeId: string; staff: Reader }): Promise<MyNight | null> {
  const [night] = await readNamed(of.staff, { id: of.envelopeId })
  return night ?? null
}

type Later = { gt: Date }

/** That a night names them is read in their own narrow scope; what is left of it takes the whole fund to know. */
async function readNamed(
  staff: Reader,
  where: { id: string } | { OR: [{ closesAt: Later }, { enteredUntil: Later }] },
): Promise<MyNight[]> {
  const named = await inTransaction({ scope: { kind: 'poster', staffId: staff.id } }, (tx) =>
    tx.nightEnvelope.findMany({ where, select: { id: true, fundId: true }, orderBy: { opensAt: 'asc' } }),
  )
  if (named.length === 0) return []
  const fundIds = [...new Set(named.map(({ fundId }) => fundId))]
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const names = await fundNames(tx, { fundIds, language: staff.language })
    const rows = await tx.nightEnvelope.findMany({
      where: { id: { in: named.map(({ id }) => id) } },
      include: standingRows,
    })
    const nights: MyNight[] = []
    for (const row of rows) nights.push(await nightOf(tx, { row, staff, names }))
    return nights
  })
}

type Row = Parameters<typeof standingOf>[0]

async function nightOf(
  tx: Tx,
  { row, staff, names }: { row: Row; staff: Reader; names: Map<string, string> },
): Promise<MyNight> {
  const at = now()
  const envelope = standingOf(row)
  const mine = row.envelopeDraws.filter(({ drawnBy }) => drawnBy === staff.id)
  const codes = await tx.disbursement.findMany({
    where: { id: { in: mine.map(({ disbursementId }) => disbursementId) } },
    select: { id: true, caseCode: true },
  })
  const advances = await advancesFor(tx, { fundId: row.fundId, posterId: staff.id, disbursementId: null })
  return {
    id: row.id,
    fundId: row.fundId,
    fundName: names.get(row.fundId) ?? '',
    stage: stageOf(envelope, at),
    opensAt: row.opensAt,
    closesAt: row.closesAt,
    enteredUntil: envelope.enteredUntil,
    purposeCodes: row.purposeCodes,
    total: envelope.total,
    left: leftOf(envelope),
    cap: envelope.cap,
    bonds: envelope.bonds,
    bondsLeft: envelope.bonds - envelope.draws.length,
    whyNotDraw: saidWhyNot(whyNot('draw', envelope, { id: staff.id, roles: rolesIn(staff, row.fundId) }, at)),
    advances: advances.filter(({ isMine }) => isMine),
    cards: await cardsOfFund(tx, row.fundId),
    mine: mine.map((draw) => {
      const confirmed = draw.envelopeDrawConfirmation !== null
      return {
        disbursementId: draw.disbursementId,
        caseCode: codes.find(({ id }) => id === draw.disbursementId)?.caseCode ?? '',
        amount: draw.amountCents,
        confirmBy: draw.confirmBy,
        confirmed,
        overdue: isOverdue({ ...draw, amount: draw.amountCents, confirmed }, at),
      }
    }),
  }
}
