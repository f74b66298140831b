import { randomUUID } from 'node:crypto'
import type { ActingStaff, PaymentMethod } from '#app/domain/disbursements/disbursement.ts'
import type { PaymentSource } from '#app/domain/disbursements/payment-source.server.ts'
import { approveEnvelope } from '#app/domain/envelopes/approve-envelope.server.ts'
import { checkDraw } from '#app/domain/envelopes/check-draw.server.ts'
import { confirmDraw } from '#app/domain/envelopes/confirm-draw.server.ts'
import { drawFromEnvelope } from '#app/domain/envelopes/draw-from-envelope.server.ts'
import type { EnvelopeContent, EnvelopePurpose } from '#app/domain/envelopes/envelope.ts'
import { proposeEnvelope } from '#app/domain/envelopes/propose-envelope.server.ts'
import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenStepUp } from './given.ts'
import { givenTeam, type Team } from './given-disbursement.ts'

/** A weekend that lies ahead of every test, since the database lets no moment before its own decide anything. */
export const weekend = {
  fridayNoon: new Date('2030-03-01T18:00:00Z'),
  opens: new Date('2030-03-02T00:00:00Z'),
  saturdayNight: new Date('2030-03-03T04:30:00Z'),
  mondayNoon: new Date('2030-03-04T18:00:00Z'),
  closes: new Date('2030-03-05T00:00:00Z'),
  /** Nothing more is handed over, and what was may be entered. */
  mondayNight: new Date('2030-03-05T01:00:00Z'),
  /** Nothing is entered any longer. */
  tuesdayNoon: new Date('2030-03-05T18:00:00Z'),
}

export const onFriday = <T>(work: () => Promise<T>): Promise<T> => asOfTime(weekend.fridayNoon, work)
export const onSaturday = <T>(work: () => Promise<T>): Promise<T> => asOfTime(weekend.saturdayNight, work)

export const givenNightTeam = (bank = 20_000_00n): Promise<Team> => givenTeam({ bank })

type Wanted = {
  total?: bigint
  cap?: bigint
  bonds?: number
  purposeCodes?: EnvelopePurpose[]
  posterIds?: string[]
  opensAt?: Date
  closesAt?: Date
}

export const envelopeOf = (team: Team, wanted: Wanted = {}): EnvelopeContent => ({
  fundId: team.fundId,
  total: cents(wanted.total ?? 6_000_00n),
  cap: cents(wanted.cap ?? 2_500_00n),
  bonds: wanted.bonds ?? 3,
  purposeCodes: wanted.purposeCodes ?? ['court_bail'],
  posterIds: wanted.posterIds ?? [team.intake.id],
  opensAt: wanted.opensAt ?? weekend.opens,
  closesAt: wanted.closesAt ?? weekend.closes,
})

/** Proposed by the team's treasurer, on the Friday before. Answers the id. */
export async function givenProposedEnvelope(team: Team, wanted: Wanted = {}): Promise<string> {
  const act = { staff: team.treasurer, envelope: envelopeOf(team, wanted) }
  const { envelopeId } = await onFriday(() => proposeEnvelope(act))
  return envelopeId
}

export async function yesTo(envelopeId: string, staff: ActingStaff) {
  const { contentHash } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.nightEnvelope.findUniqueOrThrow({ where: { id: envelopeId } }),
  )
  const stepUpId = await givenStepUp(staff.id, boundTo.approveEnvelope({ id: envelopeId, contentHash }))
  return approveEnvelope({ staff, envelopeId, contentHash, stepUpId })
}

/** Approved by the team's approver. Answers the id. */
export async function givenEnvelope(team: Team, wanted: Wanted = {}): Promise<string> {
  const envelopeId = await givenProposedEnvelope(team, wanted)
  await onFriday(() => yesTo(envelopeId, team.approver))
  return envelopeId
}

type Drawn = {
  principal?: bigint
  fees?: bigint
  kind?: EnvelopePurpose
  method?: PaymentMethod
  from?: PaymentSource
  exposure?: Cents
  caseCode?: string
  familyPart?: bigint
  occurredAt?: Date
}

/** Checked and drawn now, as the clock stands. Answers the disbursement's id. */
export async function drawBy(staff: ActingStaff, envelopeId: string, drawn: Drawn = {}) {
  return drawChecked(staff, envelopeId, await checkedBy(staff, envelopeId, drawn))
}

/** What the window was asked before it is paid. */
export async function checkedBy(staff: ActingStaff, envelopeId: string, drawn: Drawn = {}) {
  const bond = {
    kind: drawn.kind ?? ('court_bail' as const),
    venue: 'Larkspur County Jail',
    payee: 'Larkspur County Clerk',
    principal: cents(drawn.principal ?? 1_000_00n),
    fees: cents(drawn.fees ?? 0n),
  }
  const familyPart = cents(drawn.familyPart ?? 0n)
  const { occurredAt } = drawn
  const asked = { staff, envelopeId, bond: { ...bond, caseCode: drawn.caseCode }, familyPart, occurredAt }
  const { caseCode, contentHash, agreementId } = await checkDraw(asked)
  const { from, exposure, method = 'cash' } = drawn
  const family = familyPart > 0n ? { agreementId, amount: familyPart } : undefined
  return { bond: { ...bond, caseCode }, contentHash, method, from, exposure, family, occurredAt }
}

export async function drawChecked(
  staff: ActingStaff,
  envelopeId: string,
  checked: Awaited<ReturnType<typeof checkedBy>>,
) {
  const disbursementId = randomUUID()
  const { contentHash } = checked
  const stepUpId = await givenStepUp(staff.id, boundTo.pay({ id: disbursementId, contentHash }))
  const { bondId } = await drawFromEnvelope({
    ...{ staff, envelopeId, disbursementId, stepUpId, ...checked },
    receiptNumber: `N-${disbursementId.slice(0, 8)}`,
  })
  return { disbursementId, bondId }
}

/** Confirmed by someone who proves that they are there. */
export async function confirmBy(staff: ActingStaff, disbursementId: string): Promise<void> {
  const draw = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.envelopeDraw.findUnique({ where: { disbursementId } }),
  )
  const bound = boundTo.confirmDraw({ disbursementId, amount: draw?.amountCents ?? 0n })
  return confirmDraw({ staff, disbursementId, stepUpId: await givenStepUp(staff.id, bound) })
}

export const freeOf = (fundId: string): Promise<bigint> =>
  inTransaction({ scope: { kind: 'system' } }, (tx) => freeToCommit(tx, fundId))
