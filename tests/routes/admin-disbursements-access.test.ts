import { beforeAll, describe, expect, test } from 'vitest'
import { givenCoPaidBond } from '#tests/support/given-copay.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenEnvelope, givenNightTeam } from '#tests/support/given-envelope.ts'
import { givenRemittance } from '#tests/support/given-remittance.ts'
import { givenIntakeTeam, givenRequest } from '#tests/support/given-request.ts'
import { givenAlliance, givenSharedProposal } from '#tests/support/given-shared-bond.ts'
import { args, names, route, signIn, thrown } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeAll(async () => {
  team = await givenTeam()
})

describe.each(names)('%s', (name) => {
  test('sends a stranger to the sign-in page, by loader and by action', async () => {
    const { loader, action } = await route(name)
    for (const handler of action ? [loader, action] : [loader]) {
      const response = await thrown(
        handler(await args(null, handler === action ? { reason: 'x' } : undefined)),
      )
      expect([response.status, response.headers.get('Location')]).toEqual([
        302,
        expect.stringMatching(/^\/admin\/sign-in/),
      ])
    }
  })

  test('is closed to someone without a role, and to a role that may not', async () => {
    const { loader, action } = await route(name)
    const nobody = await givenActor(team.fundId, [])
    await signIn(nobody)
    expect((await thrown(loader(await args(nobody)))).status).toBe(403)
    if (!action) return

    const auditor = await givenActor(team.fundId, ['auditor'])
    await signIn(auditor)
    // A page that has its act in it is still read by who may only read.
    if (!name.endsWith('route.tsx')) expect((await thrown(loader(await args(auditor)))).status).toBe(403)
    expect((await thrown(action(await args(auditor, { reason: 'x' })))).status).toBe(403)
  })

  test('does not know what belongs to another fund, nor what is no id at all', async () => {
    if (!name.includes('$')) return
    const { loader, action } = await route(name)
    const other = await givenTeam()
    const { bondId, disbursementId, agreementId } = await givenCoPaidBond(other)
    const requestId = await givenRequest((await givenIntakeTeam()).fundId)
    const remittanceId = await givenRemittance(other.intake, { total: 1n })
    const { sharedBondId } = await givenSharedProposal(await givenAlliance())
    const envelopeId = await givenEnvelope(await givenNightTeam())
    const everything = await givenActor(team.fundId, ['intake', 'approver', 'treasurer', 'administrator'])
    await signIn(everything)
    const handler = action ?? (name.endsWith('route.tsx') ? loader : null)
    if (!handler) return
    for (const id of [
      {
        bondId,
        disbursementId,
        requestId,
        remittanceId,
        sharedBondId,
        agreementId: agreementId ?? '',
        envelopeId,
      },
      {
        ...{ bondId: '1', disbursementId: '1', requestId: '1' },
        ...{ remittanceId: '1', sharedBondId: '1', agreementId: '1', envelopeId: '1' },
      },
    ]) {
      const response = await thrown(handler(await args(everything, action ? {} : undefined, id)))
      expect(response.status).toBe(404)
    }
  })
})
