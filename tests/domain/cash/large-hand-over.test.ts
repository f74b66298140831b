import { beforeEach, expect, test } from 'vitest'
import { newCaseCode } from '#app/domain/disbursements/case-code.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { disbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { checkDraw } from '#app/domain/envelopes/check-draw.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenAdvance, givenApproved } from '#tests/support/given-advance.ts'
import { caseOf } from '#tests/support/given-copay.ts'
import { givenActor, type Team } from '#tests/support/given-disbursement.ts'
import { drawBy, givenEnvelope, givenNightTeam, onSaturday } from '#tests/support/given-envelope.ts'
import { identify } from '#tests/support/given-posting.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const none = { largeCents: null, largeAtBankCents: null }

let team: Team
beforeEach(async () => {
  team = await givenNightTeam(60_000_00n)
})

/** Two cases of one person. */
async function givenTwoCases(): Promise<[string, string]> {
  const id = await givenApproved(team, { principal: 100_00n })
  await identify(team, id)
  const [one, other] = [await caseOf(id), newCaseCode()]
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const { personId } = await tx.personCase.findUniqueOrThrow({ where: { caseCode: one } })
    await tx.personCase.create({ data: { caseCode: other, personId } })
  })
  return [one, other]
}

test('a second draw of the same night is told what the first took: out of the same bank, or for the same person', async () => {
  const [one, other] = await givenTwoCases()
  const envelopeId = await givenEnvelope(team, { total: 20_000_00n, cap: 7_000_00n, bonds: 3 })
  const look = async (caseCode: string | undefined, principal = 6_000_00n) => {
    const bond = {
      ...{ kind: 'court_bail' as const, venue: 'Larkspur County Jail', payee: 'Larkspur County Clerk' },
      ...{ principal: cents(principal), fees: cents(0n), caseCode },
    }
    return (await onSaturday(() => checkDraw({ staff: team.intake, envelopeId, bond }))).large
  }
  expect(await look(other)).toEqual(none)
  await onSaturday(() => drawBy(team.intake, envelopeId, { principal: 6_000_00n, caseCode: one }))
  expect(await look(undefined)).toEqual({ largeCents: null, largeAtBankCents: 12_000_00n })
  expect(await look(undefined, 3_999_99n)).toEqual(none)
  expect(await look(other)).toEqual({ largeCents: 12_000_00n, largeAtBankCents: 12_000_00n })
})

test('what is paid to a clerk out of the bank is one sum with what the bank gave out for others that day', async () => {
  const largeOf = async (disbursementId: string) => {
    const page = await disbursementPage({ disbursementId, staff: reader(team.treasurer) })
    return page && { largeCents: page.largeCents, largeAtBankCents: page.largeAtBankCents }
  }
  const bond = await givenApproved(team, { principal: 6_000_00n })
  expect(await largeOf(bond)).toEqual(none)
  const poster = await givenActor(team.fundId, ['intake'])
  await givenAdvance(team, { amount: 6_000_00n, poster })
  expect(await largeOf(bond)).toEqual({ largeCents: null, largeAtBankCents: 12_000_00n })

  // The same cash: what is signed out for it came out of the bank once.
  await givenAdvance(team, { amount: 6_000_00n, for: [bond] })
  expect(await largeOf(bond)).toEqual({ largeCents: null, largeAtBankCents: 12_000_00n })
})

const reader = (staff: ActingStaff) => ({
  ...staff,
  language: 'en',
  roles: [{ fundId: team.fundId, role: 'treasurer' as const }],
})
