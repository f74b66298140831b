import { beforeAll, describe, expect, test } from 'vitest'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { actions, isOffice, may, roles } from '#app/domain/staff/access.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenStaff } from '#tests/support/given.ts'
import { caseOf, givenAgreement } from '#tests/support/given-copay.ts'
import { givenProposal, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { args, load, signIn, thrown } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let here: Team
let elsewhere: Team
beforeAll(async () => {
  here = await givenTeam()
  elsewhere = await givenTeam()
})

/** A trustee has no other role. */
const staffRoles = roles.filter((role) => role !== 'trustee')

/** Someone who reads the books of one fund and works in another. */
async function givenBoth(role: (typeof roles)[number], work: (typeof roles)[number]): Promise<ActingStaff> {
  const staff = { id: await givenStaff(), fundIds: [here.fundId, elsewhere.fundId] }
  const data = [
    { staffId: staff.id, fundId: here.fundId, role },
    { staffId: staff.id, fundId: elsewhere.fundId, role: work },
  ]
  await inTransaction({ scope: { kind: 'system' } }, (tx) => tx.staffRole.createMany({ data }))
  await signIn(staff)
  return staff
}

describe('a right in one fund', () => {
  test('shows nothing of another in which the same person has another role', async () => {
    const wrong: string[] = []
    for (const role of staffRoles) {
      for (const work of staffRoles) {
        const { request } = await args(await givenBoth(role, work))
        for (const action of actions) {
          if (!may([role], action) && !may([work], action)) continue
          const { fundIds } = await requireStaff(request, action)
          const sees = (held: typeof role) => isOffice(held) && may([held], action)
          const expected = [...(sees(role) ? [here.fundId] : []), ...(sees(work) ? [elsewhere.fundId] : [])]
          if ([...fundIds].sort().join() !== expected.sort().join())
            wrong.push(`${role} and ${work}: ${action}`)
        }
      }
    }
    expect(wrong).toEqual([])
  }, 240_000)

  test('names no relative there: not on the page, its paper, or the list', async () => {
    const auditor = await givenBoth('auditor', 'intake')
    const agreementId = await givenAgreement(here, { caseCode: await caseOf(await givenProposal(here)) })
    const theirs = await givenAgreement(elsewhere, { caseCode: await caseOf(await givenProposal(elsewhere)) })
    const page = 'admin.copays.$agreementId/route.tsx'
    expect(await load(page, auditor, { agreementId: theirs })).toMatchObject({
      page: { id: theirs, signer: 'sealed' },
    })
    expect((await thrown(load(page, auditor, { agreementId }))).status).toBe(404)
    expect(
      (await thrown(load('admin.copays.$agreementId_.paper.tsx', auditor, { agreementId }))).status,
    ).toBe(404)
    expect(await load('admin.copays._index/route.tsx', auditor)).toMatchObject({
      agreements: [{ id: theirs }],
    })
  })
})
