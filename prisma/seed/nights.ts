import { approveEnvelope } from '#app/domain/envelopes/approve-envelope.server.ts'
import { cancelEnvelope } from '#app/domain/envelopes/cancel-envelope.server.ts'
import { checkDraw } from '#app/domain/envelopes/check-draw.server.ts'
import { drawFromEnvelope } from '#app/domain/envelopes/draw-from-envelope.server.ts'
import { expireEnvelopes } from '#app/domain/envelopes/expire-envelopes.server.ts'
import { proposeEnvelope } from '#app/domain/envelopes/propose-envelope.server.ts'
import { rejectEnvelope } from '#app/domain/envelopes/reject-envelope.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { clerk, venue } from './approved.ts'
import type { DemonstrationStaff, Person } from './people.ts'
import { wasPresent } from './was-present.ts'

const second = 1_000
const hour = 3_600 * second

/** A night is planned ahead by the real clock, so tonight's is planned while the story is told and begins before it ends. */
const soon = 10 * second

/** Nights that begin while the story is told: one that Lee draws from, and the last moment of the others. */
export type Tonight = { open: string; over: Date }

/**
 * The nights of this week beside tomorrow's: of those to come one is approved, one was taken back, one refused. Of those that
 * begin now one is open for three days, one closes at once and may still be entered, and to one nobody said yes in time. What Lee draws tonight is to be
 * confirmed by noon of the next working day; a night of this week for which nobody did that is told by `frozen-night`.
 */
export async function seedNights(fundId: string, staff: DemonstrationStaff, today: Date): Promise<Tonight> {
  const { dana, sam } = staff
  const plan = (opensAt: Date, closesAt = new Date(opensAt.getTime() + 12 * hour)) =>
    proposeNight({ fundId, opensAt, closesAt }, staff)
  const inHours = (hours: number) => new Date(today.getTime() + hours * hour)
  const after = (moment: Date, milliseconds: number) => new Date(moment.getTime() + milliseconds)
  await approve(sam, await plan(inHours(68)))
  await rejectEnvelope({ staff: sam, envelopeId: await plan(inHours(92)), reason: 'not_now' })
  await cancelEnvelope({ staff: dana, envelopeId: await plan(inHours(116)), reason: 'entered_wrongly' })

  // Nobody says yes to the first of tonight's in time.
  await plan(after(now(), soon))
  const inTime = async (endOf: (begins: Date) => Date) => {
    for (let ahead = soon; ; ahead *= 2) {
      const begins = after(now(), ahead)
      try {
        const ends = endOf(begins)
        return { id: await planNight({ fundId, opensAt: begins, closesAt: ends }, staff), ends }
      } catch (error) {
        if (!cameTooLate(error) || ahead > 2 * 60 * second) throw error
      }
    }
  }
  const open = await inTime((begins) => after(begins, 72 * hour))
  const short = await inTime((begins) => after(begins, second))
  return { open: open.id, over: short.ends }
}

type Hours = { fundId: string; opensAt: Date; closesAt: Date }

async function proposeNight(hours: Hours, { dana, lee }: DemonstrationStaff): Promise<string> {
  const { envelopeId } = await proposeEnvelope({
    staff: dana,
    envelope: {
      ...{ ...hours, total: cents(1_000_00n), cap: cents(500_00n), bonds: 2 },
      ...{ purposeCodes: ['court_bail'], posterIds: [lee.id] },
    },
  })
  return envelopeId
}

/** Planned by Dana, said yes to by Sam. */
export async function planNight(hours: Hours, staff: DemonstrationStaff): Promise<string> {
  const envelopeId = await proposeNight(hours, staff)
  await approve(staff.sam, envelopeId)
  return envelopeId
}

/** On a busy machine its hour may come before everyone has said yes: then it is planned anew, further ahead. */
const cameTooLate = (error: unknown): boolean =>
  error instanceof Error && error.message === 'envelope_is_planned_ahead'

async function approve(staff: Person, envelopeId: string): Promise<void> {
  const { contentHash } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.nightEnvelope.findUniqueOrThrow({ where: { id: envelopeId }, select: { contentHash: true } }),
  )
  const stepUpId = await wasPresent(staff, boundTo.approveEnvelope({ id: envelopeId, contentHash }))
  await approveEnvelope({ staff, envelopeId, contentHash, stepUpId })
}

/** The clock has come to tonight: what nobody approved ends, one has closed, and Lee posts a bond that nobody has confirmed yet. */
export async function beginTonight(staff: DemonstrationStaff, { open, over }: Tonight): Promise<void> {
  await delay(Math.max(0, over.getTime() - now().getTime()))
  await expireEnvelopes()
  await drawnByLee(open, { dollars: 400, receiptNumber: 'R-40077' }, staff)
}

/** A bond that Lee posts out of a night, in cash. */
export async function drawnByLee(
  envelopeId: string,
  { dollars, receiptNumber }: { dollars: number; receiptNumber: string },
  { lee }: DemonstrationStaff,
): Promise<void> {
  const kind = 'court_bail' as const
  const bond = { kind, venue, payee: clerk, principal: cents(dollars * 100), fees: zero }
  const checked = await checkDraw({ staff: lee, envelopeId, bond })
  const { disbursementId, contentHash, caseCode } = checked
  const stepUpId = await wasPresent(lee, boundTo.pay({ id: disbursementId, contentHash }))
  await drawFromEnvelope({
    ...{ staff: lee, envelopeId, disbursementId, contentHash, stepUpId },
    ...{ bond: { ...bond, caseCode }, method: 'cash', receiptNumber },
  })
}
