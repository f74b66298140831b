import { beforeEach, expect, test } from 'vitest'
import { checkDraw } from '#app/domain/envelopes/check-draw.server.ts'
import { fundBalances } from '#app/domain/ledger/balances.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenAdvance } from '#tests/support/given-advance.ts'
import { caseOf, givenHeldPart, payWith } from '#tests/support/given-copay.ts'
import { approveBy, givenProposal, type Team } from '#tests/support/given-disbursement.ts'
import {
  checkedBy,
  drawBy,
  drawChecked,
  freeOf,
  givenEnvelope,
  givenNightTeam,
  onFriday,
  onSaturday,
} from '#tests/support/given-envelope.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()
const system = { scope: { kind: 'system' } } as const

let team: Team
let envelopeId: string
let caseCode: string
beforeEach(async () => {
  team = await givenNightTeam()
  envelopeId = await givenEnvelope(team)
  // A case of which the fund knows since Friday: the family has brought their part.
  const proposal = await givenProposal(team, { principal: 2_000_00n })
  caseCode = await caseOf(proposal)
  await givenHeldPart(team, { caseCode, amount: 500_00n })
})

const balances = () => inTransaction(system, (tx) => fundBalances(tx, team.fundId))
const bondOf = (bondId: string | null) =>
  inTransaction(system, (tx) => tx.bond.findUniqueOrThrow({ where: { id: bondId ?? '' } }))

test('a family’s part goes into the bond beside what the night pays, and is no part of its sum', async () => {
  const free = await freeOf(team.fundId)
  const { bondId } = await onSaturday(() =>
    drawBy(team.intake, envelopeId, { principal: 2_000_00n, fees: 25_00n, caseCode, familyPart: 500_00n }),
  )
  expect(await bondOf(bondId)).toMatchObject({ principalCents: 2_500_00n, familyCents: 500_00n })
  expect(await balances()).toMatchObject({
    bank: 17_975_00n,
    bond_deposit: 2_500_00n,
    bond_fees: 25_00n,
    copay_held: 0n,
    copay_posted: 500_00n,
  })
  // It came out of the envelope and out of the family's own: what is free stays the same.
  expect(await freeOf(team.fundId)).toBe(free)
  expect(await brokenBooks()).toEqual([])
})

test('never more than is held, never another case’s; left out, it stays theirs', async () => {
  const draw = (of: { caseCode?: string; familyPart?: bigint }) =>
    onSaturday(() => drawBy(team.intake, envelopeId, { principal: 1_000_00n, ...of }))
  expect(await refusalOf(draw({ caseCode, familyPart: 500_01n }))).toEqual({
    code: 'family_part_exceeds_what_is_held',
    params: { held: 500_00n },
  })
  expect(await refusalOf(draw({ familyPart: 1n }))).toEqual({
    code: 'family_part_exceeds_what_is_held',
    params: { held: 0n },
  })
  const bond = { kind: 'court_bail', venue: 'Jail', payee: 'Clerk', fees: cents(0n), caseCode } as const
  const checked = await onSaturday(() =>
    checkDraw({ staff: team.intake, envelopeId, bond: { ...bond, principal: cents(1_000_00n) } }),
  )
  expect(checked).toMatchObject({ heldForFamily: 500_00n, agreementId: '' })
  const { bondId } = await draw({ caseCode })
  expect(await bondOf(bondId)).toMatchObject({ principalCents: 1_000_00n, familyCents: 0n })
  expect(await balances()).toMatchObject({ copay_held: 500_00n })
  expect(await brokenBooks()).toEqual([])
})

test('fifty at once post a family’s part once', async () => {
  const checked = await onSaturday(() =>
    checkedBy(team.intake, envelopeId, { principal: 10_00n, caseCode, familyPart: 500_00n }),
  )
  expect(checked.family).toMatchObject({ amount: 500_00n })
  const drawn = await onSaturday(() =>
    Promise.allSettled(Array.from({ length: 50 }, () => drawChecked(team.intake, envelopeId, checked))),
  )
  expect(drawn.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
  expect(await balances()).toMatchObject({ copay_held: 0n, copay_posted: 500_00n })
  expect(await brokenBooks()).toEqual([])
})

test('paid out of cash in a poster’s hands, by night and by day, nothing of it is left in their name', async () => {
  const byNight = await onFriday(() => givenAdvance(team, { amount: 2_500_00n }))
  await onSaturday(() =>
    drawBy(team.intake, envelopeId, {
      ...{ principal: 2_000_00n, caseCode, familyPart: 500_00n },
      from: { advanceId: byNight },
    }),
  )
  expect(await balances()).toMatchObject({ advance: 0n, bond_deposit: 2_500_00n })
  expect(await brokenBooks()).toEqual([])

  const byDay = await givenProposal(team, { principal: 2_000_00n })
  const agreementId = await givenHeldPart(team, { caseCode: await caseOf(byDay), amount: 400_00n })
  await approveBy(team.approver, byDay)
  const advanceId = await givenAdvance(team, { amount: 2_399_99n, for: [byDay] })
  const pay = (familyPart: bigint) =>
    payWith(team.intake, byDay, {
      ...{ principal: 2_000_00n, from: { advanceId } },
      family: { agreementId, amount: cents(familyPart) },
    })
  expect(await refusalOf(pay(400_00n))).toEqual({
    code: 'payment_stays_within_its_advance',
    params: { left: 2_399_99n },
  })
  await pay(399_99n)
  expect(await balances()).toMatchObject({ advance: 0n, copay_held: 1n, copay_posted: 899_99n })
  expect(await brokenBooks()).toEqual([])
})
