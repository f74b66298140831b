import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { acts, type Act as StaffAct } from '#app/domain/disbursements/acts.ts'
import { amendDisbursement } from '#app/domain/disbursements/amend-disbursement.server.ts'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import { expireDisbursements } from '#app/domain/disbursements/expire-disbursements.server.ts'
import { rejectDisbursement } from '#app/domain/disbursements/reject-disbursement.server.ts'
import { type DisbursementState, disbursementTransitions } from '#app/domain/disbursements/states.ts'
import { cents } from '#app/domain/money/cents.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { fifty } from '#tests/support/fifty.ts'
import { approveBy, givenProposal, givenTeam, payBy, type Team } from '#tests/support/given-disbursement.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeAll(async () => {
  team = await givenTeam({
    bank: 900_000_00n,
    fund: {
      approvalRules: [
        { fromCents: 0n, approvalsRequired: 1 },
        { fromCents: large, approvalsRequired: 2 },
      ],
    },
  })
})
afterAll(async () => expect(await brokenBooks()).toEqual([]))

const principal = 300_00n
const large = 5_000_00n
const nextMonth = new Date(Date.now() + 31 * 86_400_000)

/** What staff press, and what the clock does. */
type Act = StaffAct | 'expire'

/** Which act leads where; every other act from that state is refused. */
const leads: Record<DisbursementState, Partial<Record<Act, DisbursementState>>> = {
  proposed: {
    approve: 'approved',
    reject: 'rejected',
    cancel: 'cancelled',
    expire: 'expired',
    amend: 'proposed',
  },
  approved: { pay: 'paid', cancel: 'cancelled', expire: 'expired' },
  paid: {},
  settled: {},
  rejected: {},
  cancelled: {},
  expired: {},
}
const states = Object.keys(leads) as DisbursementState[]
const allActs: Act[] = [...acts, 'expire']

test('every move of the table has its fifty', () => {
  const tried = states.flatMap((from) =>
    Object.values(leads[from])
      .filter((to) => to !== from)
      .map((to) => `${from} → ${to}`),
  )
  // A ride is settled by the same act that pays it.
  const table = Object.entries(disbursementTransitions).flatMap(([from, all]) =>
    all.map((to) => `${from} → ${to}`),
  )
  expect([...tried, 'paid → settled'].sort()).toEqual(table.sort())
})

describe.each(
  states.flatMap((from) => Object.entries(leads[from]).map(([act, to]) => ({ from, act: act as Act, to }))),
)('from $from: $act', ({ from, act, to }) => {
  test('fifty at once are one', async () => {
    const [once, often] = [await givenAt(from), await givenAt(from)]
    await perform(act, once)
    const made = await fifty(() => perform(act, often))
    if (act !== 'expire') expect(made).toBe(1)
    expect(await picture(often)).toEqual(await picture(once))
    expect((await picture(often)).state).toBe(to)
  })
})

test.each(states)('from %s: fifty of what is not possible change nothing', async (from) => {
  const id = await givenAt(from)
  const before = await picture(id)
  const impossible = allActs.filter((act) => !Object.hasOwn(leads[from], act))
  const made = await fifty((number) => perform(impossible[number % impossible.length] as Act, id))
  // The clock says nothing where there is nothing to expire.
  expect(made).toBe(impossible.includes('expire') ? Math.floor(50 / impossible.length) : 0)
  expect(await picture(id)).toEqual(before)
})

test.each(['proposed', 'approved'] as const)(
  'from %s: fifty of everything at once end in one life, step by step',
  async (from) => {
    const id = await givenAt(from)
    await fifty((number) => perform(allActs[number % allActs.length] as Act, id))
    const { path } = await picture(id)
    for (const [place, to] of path.entries()) {
      const table: Record<string, readonly string[]> = disbursementTransitions
      if (place > 0) expect(table[path[place - 1] ?? '']).toContain(to)
    }
    expect(path.length).toBeGreaterThan(1)
  },
)

test('a ride is paid and settled once', async () => {
  const [once, often] = [await givenAt('approved', 'support'), await givenAt('approved', 'support')]
  await perform('pay', once)
  expect(await fifty(() => perform('pay', often))).toBe(1)
  expect(await picture(often)).toEqual(await picture(once))
  expect((await picture(often)).path).toEqual(['proposed', 'approved', 'paid', 'settled'])
})

test('where two must say yes, fifty yeses of two people are two, and reserve once', async () => {
  const [once, often] = [
    await givenProposal(team, { principal: large }),
    await givenProposal(team, { principal: large }),
  ]
  for (const staff of [team.approver, team.treasurer]) await approveBy(staff, once)
  expect(await fifty((number) => approveBy(number % 2 ? team.approver : team.treasurer, often))).toBe(2)
  expect(await picture(often)).toEqual(await picture(once))
})

async function givenAt(
  state: DisbursementState,
  kind: 'court_bail' | 'support' = 'court_bail',
): Promise<string> {
  const isRide = state === 'settled' || kind === 'support'
  const id = await givenProposal(team, { principal, kind: isRide ? 'support' : kind })
  if (state === 'rejected') await perform('reject', id)
  else if (state === 'cancelled') await perform('cancel', id)
  else if (state === 'expired') await perform('expire', id)
  else if (state !== 'proposed') await perform('approve', id)
  if (state === 'paid' || state === 'settled') await perform('pay', id)
  return id
}

function perform(act: Act, disbursementId: string): Promise<unknown> {
  const { intake, approver } = team
  const acting: Record<Act, () => Promise<unknown>> = {
    approve: () => approveBy(approver, disbursementId),
    pay: () => payBy(intake, disbursementId, { principal }),
    reject: () => rejectDisbursement({ staff: approver, disbursementId, reason: 'not_now' }),
    cancel: () => cancelDisbursement({ staff: intake, disbursementId, reason: 'no_longer_needed' }),
    amend: () => amend(disbursementId),
    expire: () => asOfTime(nextMonth, expireDisbursements),
  }
  return acting[act]()
}

const inSystem = <T>(work: Parameters<typeof inTransaction<T>>[1]) =>
  inTransaction({ scope: { kind: 'system' } }, work)

async function amend(disbursementId: string) {
  const { caseCode } = await inSystem((tx) =>
    tx.disbursement.findUniqueOrThrow({ where: { id: disbursementId } }),
  )
  return amendDisbursement({
    staff: team.intake,
    disbursementId,
    revision: 1,
    proposal: {
      kind: 'court_bail',
      purposeCode: 'court_bail',
      caseCode,
      principalCeiling: cents(principal + 1_00n),
      feesCeiling: cents(0n),
      payees: ['Larkspur County Clerk'],
      venue: 'Larkspur County Court',
      evidenceNote: '',
    },
  })
}

/** All that an act leaves: its steps, approvals, what is reserved, what was booked, what others were told. */
async function picture(id: string) {
  return inSystem(async (tx) => {
    const one = await tx.disbursement.findUniqueOrThrow({
      where: { id },
      include: {
        approvals: true,
        bond: true,
        disbursementPayment: true,
        disbursementStateChanges: { orderBy: { id: 'asc' } },
        reservation: { include: { reservationResolution: true } },
      },
    })
    const { reservation, disbursementPayment: payment } = one
    const booked = await tx.ledgerTransfer.findMany({
      where: { sourceId: payment?.id ?? id },
      select: { code: true, amountCents: true },
      orderBy: { id: 'asc' },
    })
    const { kind, spentCents, releasedCents } = reservation?.reservationResolution ?? {}
    return {
      state: one.state,
      revision: one.revision,
      path: one.disbursementStateChanges.map(({ toState }) => toState),
      approvals: one.approvals.length,
      reserved: reservation && {
        held: reservation.held,
        cents: reservation.amountCents,
        kind,
        spentCents,
        releasedCents,
      },
      bond: one.bond?.state,
      booked,
      recorded: await tx.auditEvent.groupBy({
        by: ['action'],
        where: { subjectId: id, outcome: 'done' },
        _count: true,
        orderBy: { action: 'asc' },
      }),
    }
  })
}
