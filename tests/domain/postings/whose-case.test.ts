import { beforeEach, expect, test } from 'vitest'
import { bondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { newCaseCode } from '#app/domain/disbursements/case-code.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { disbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { givenPostedBond, givenProposal, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenApprovedBond, identify } from '#tests/support/given-posting.ts'
import { givenAlliance, givenSharedBond } from '#tests/support/given-shared-bond.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeEach(async () => {
  team = await givenTeam({ bank: 900_000_00n })
})

type Paid = { bondId: string; disbursementId: string }

/** Whether the page of the bond, and that of its disbursement, leads this person to where it is said whose case it is. */
async function leads({ bondId, disbursementId }: Paid, role: Role, who: ActingStaff = team.intake) {
  const roles = who.fundIds.map((fundId) => ({ fundId, role }))
  const staff = { ...who, roles, language: 'en' }
  const bond = await bondPage({ bondId, staff })
  const disbursement = await disbursementPage({ disbursementId, staff })
  return [bond?.mayName, disbursement?.mayName]
}

test('from a bond that is paid under a new code, whoever writes in the vault is led to say whose case it is, once', async () => {
  const paid = await givenPostedBond(team)
  expect(await leads(paid, 'intake')).toEqual([true, true])
  expect(await leads(paid, 'administrator')).toEqual([true, true])
  expect(await leads(paid, 'approver')).toEqual([false, false])
  await identify(team, paid.disbursementId)
  expect(await leads(paid, 'intake')).toEqual([false, false])
})

test('nobody is led there before it is paid, nor where another fund knows the person', async () => {
  const waits = await givenProposal(team)
  const roles = [{ fundId: team.fundId, role: 'intake' as const }]
  const page = await disbursementPage({
    disbursementId: waits,
    staff: { ...team.intake, roles, language: 'en' },
  })
  expect(page?.mayName).toBe(false)
  const caseCode = newCaseCode()
  const other = await givenTeam()
  await identify(other, await givenApprovedBond(other, { caseCode }))
  expect(await leads(await givenPostedBond(team, { caseCode }), 'intake')).toEqual([false, false])
})

test('of a shared bond every part leads there, until it is said in one', async () => {
  const alliance = await givenAlliance()
  const { bondIds, disbursementIds } = await givenSharedBond(alliance)
  const parts = bondIds.map((bondId, at) => ({ bondId, disbursementId: disbursementIds[at] ?? '' }))
  const all = () => Promise.all(parts.map((part) => leads(part, 'intake', alliance.intake)))
  expect((await all()).flat()).toEqual([true, true, true, true])
  await identify({ ...team, intake: alliance.intake }, disbursementIds[1] ?? '')
  expect((await all()).flat()).toEqual([false, false, false, false])
})
