import { Client } from 'pg'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { signOutChoices } from '#app/domain/cash/reads/sign-out-choices.server.ts'
import { heldForCase } from '#app/domain/copays/held-for-case.server.ts'
import { newCaseCode } from '#app/domain/disbursements/case-code.ts'
import { cents } from '#app/domain/money/cents.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { forced } from '#tests/support/forced.ts'
import { givenAdvance, givenApproved, payFrom, signOut } from '#tests/support/given-advance.ts'
import { givenApprovedCall } from '#tests/support/given-call.ts'
import { caseOf, givenHeldPart, payWith } from '#tests/support/given-copay.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const system = { scope: { kind: 'system' } } as const

let team: Team
let caseCode: string
let bond: string
let ride: string
let agreementId: string
beforeEach(async () => {
  team = await givenTeam()
  caseCode = newCaseCode()
  bond = await givenApproved(team, { principal: 4_000_00n, caseCode })
  ride = await givenApproved(team, { kind: 'support', principal: 50_00n, caseCode })
  agreementId = await givenHeldPart(team, { caseCode, amount: 1_000_00n })
})

const heldFor = (id: string, code = caseCode) =>
  inTransaction(system, (tx) => heldForCase(tx, { id, fundId: team.fundId, caseCode: code }))

/** Of which disbursements a family's cash was drawn, and how much. */
const drawn = (advanceId: string) =>
  inTransaction(system, async (tx) => {
    const covers = await tx.advanceCover.findMany({ where: { advanceId } })
    return Object.fromEntries(covers.map((cover) => [cover.disbursementId, cover.familyCents]))
  })

async function offered(id: string) {
  const roles = [{ fundId: team.fundId, role: 'treasurer' as const }]
  const staff = { ...team.treasurer, roles, language: 'en' }
  const { funds, chosen } = await signOutChoices({ staff, disbursementId: id })
  const listed = funds.flatMap(({ disbursements }) => disbursements).find((each) => each.id === id)
  return { listed: listed?.familyCents, chosen: chosen?.familyCents }
}

describe('a family’s money is drawn in cash for their bond', () => {
  test('and not for a ride of the same case, which is offered with its own price', async () => {
    expect(await offered(bond)).toEqual({ listed: 1_000_00n, chosen: 1_000_00n })
    expect(await offered(ride)).toEqual({ listed: 0n, chosen: 0n })
  })

  test('beyond a ride’s price is a float, and the bond is posted with all that is held for it', async () => {
    const rows = async () => (await ledgerTable(world)).split('\n').slice(1)
    const before = (await rows()).length
    const advanceId = await givenAdvance(team, { amount: 1_050_00n, for: [ride] })
    const { floatCents } = await inTransaction(system, (tx) =>
      tx.advanceConfirmation.findUniqueOrThrow({ where: { advanceId } }),
    )
    expect([await drawn(advanceId), floatCents]).toEqual([{ [ride]: 0n }, 1_000_00n])
    expect(await heldFor(bond)).toBe(1_000_00n)
    await payWith(team.intake, bond, {
      principal: 4_000_00n,
      family: { agreementId, amount: cents(1_000_00n) },
    })
    await payFrom(team.intake, advanceId, ride, { principal: 50_00n })
    const added = (await rows()).slice(before)
    expect(
      added.map((row) => row.replace(/^fund-\w+ +/, '').replace(/ {2,}/g, '  ')).join('\n'),
    ).toMatchInlineSnapshot(`
        "advance_out  advance  bank  $1,050.00
        bond_posted  bond_deposit  bank  $5,000.00
        copay_posted  copay_held  copay_posted  $1,000.00
        support  support  advance  $50.00"
      `)
    expect(await brokenBooks()).toEqual([])
  })

  test('where both are carried at once, the bond’s part of it and no other', async () => {
    const advanceId = await givenAdvance(team, { amount: 5_050_00n, for: [ride, bond] })
    expect(await drawn(advanceId)).toEqual({ [ride]: 0n, [bond]: 1_000_00n })
    expect(await brokenBooks()).toEqual([])
  })

  test('and not for what a court calls for: that is the fund’s own', async () => {
    const { disbursementId } = await givenApprovedCall(team)
    await givenHeldPart(team, { caseCode: await caseOf(disbursementId), amount: 300_00n })
    expect(await offered(disbursementId)).toEqual({ listed: 0n, chosen: 0n })
    const advanceId = await givenAdvance(team, { amount: 9_300_00n, for: [disbursementId] })
    expect(await drawn(advanceId)).toEqual({ [disbursementId]: 0n })
  })

  test('what is held for them is no float: it is not there for a ride', async () => {
    const poor = await givenTeam({ bank: 100_00n })
    const code = newCaseCode()
    const theirs = await givenApproved(poor, { kind: 'support', principal: 50_00n, caseCode: code })
    await givenHeldPart(poor, { caseCode: code, amount: 1_000_00n })
    expect(await refusalOf(signOut(poor, { amount: 1_050_00n, for: [theirs] }))).toMatchObject({
      code: 'advance_leaves_the_trust_whole',
      params: { there: 100_00n },
    })
  })
})

const cover = (advanceId: string, disbursementId: string, paper = agreementId): Statement => [
  'insert into advance_cover (advance_id, disbursement_id, agreement_id, family_cents) values ($1, $2, $3, 100)',
  [advanceId, disbursementId, paper],
]

describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))(
  'by hand, as %s',
  (_role, url) => {
    const brokenBy = (statement: Statement) => brokenRule(namingViolations(() => run(url, [statement])))

    test('a family’s cash is of a bond: of no ride, of no call', async () => {
      const advanceId = await signOut(team, { amount: 1_000_00n })
      expect(await brokenBy(cover(advanceId, ride))).toBe('family_part_is_of_a_bond')
      const { disbursementId } = await givenApprovedCall(team)
      const paper = await givenHeldPart(team, {
        caseCode: await caseOf(disbursementId),
        amount: 300_00n,
      })
      expect(await brokenBy(cover(advanceId, disbursementId, paper))).toBe('family_part_is_of_a_bond')
    })
  },
)

const owner = new Client({ connectionString: world.ownerUrl })
beforeAll(() => owner.connect())
afterAll(() => owner.end())

test('a family’s cash that is out for a ride, the books name', async () => {
  const advanceId = await givenAdvance(team, { amount: 1_050_00n, for: [ride] })
  const named = async () => (await brokenBooks()).map((line) => line.split(/ +/)[1])
  expect(await named()).not.toContain('family_part_is_of_a_bond')
  await forced(
    owner,
    `update advance_cover set agreement_id = '${agreementId}', family_cents = 100000 where advance_id = '${advanceId}'`,
  )
  expect(await named()).toContain('family_part_is_of_a_bond')
})
