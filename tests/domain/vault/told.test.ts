import { beforeAll, describe, expect, test } from 'vitest'
import { bondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { readFeed } from '#app/domain/calendar-feeds/read-feed.server.ts'
import { startFeed } from '#app/domain/calendar-feeds/start-feed.server.ts'
import { agreementPage } from '#app/domain/copays/reads/agreement-page.server.ts'
import { revealSigner } from '#app/domain/copays/reveal-signer.server.ts'
import { addCourtDate } from '#app/domain/court-dates/add-court-date.server.ts'
import { datesOfBond } from '#app/domain/court-dates/reads/dates-of-bond.server.ts'
import { closeDemand } from '#app/domain/demands/close-demand.server.ts'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { newCaseCode } from '#app/domain/disbursements/case-code.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { linkCase } from '#app/domain/vault/link-case.server.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import type { RevealReason } from '#app/domain/vault/reasons.ts'
import { sealAnew } from '#app/domain/vault/seal-anew.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { caseOf, givenAgreement, givenHeldPart, givenPaidOut } from '#tests/support/given-copay.ts'
import { courtDate, givenDate, inDays, timezone } from '#tests/support/given-dates.ts'
import { givenActor, givenProposal, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond } from '#tests/support/given-loss.ts'
import { today } from '#tests/support/given-remittance.ts'
import { givenTold, givenToldOf, keptOf, openedByTheVault } from '#tests/support/given-told.ts'
import { refusalsOf, whyRefused } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'
import { givenPerson } from './given-person.ts'

const world = await useWorld()
const system = { scope: { kind: 'system' } } as const

let team: Team
let administrator: ActingStaff
beforeAll(async () => {
  team = await givenTeam({ bank: 900_000_00n })
  administrator = await givenActor(team.fundId, ['administrator'])
})

const reader = (staff: ActingStaff, role: Role, fundId = team.fundId) => ({
  ...staff,
  roles: [{ fundId, role }],
  language: 'en',
})
const page = async (agreementId: string, staff = team.intake, role: Role = 'intake') => {
  const found = await agreementPage({ agreementId, staff: reader(staff, role) })
  if (!found) throw new Error('theirs to see')
  return found
}
const placeOf = async (bondId: string, fundId = team.fundId) =>
  (await datesOfBond({ bondId, fundIds: [fundId], timezone }))?.dates[0]?.building
const endOf = async (bondId: string) =>
  (await bondPage({ bondId, staff: reader(team.intake, 'intake') }))?.caseEnd

const shut = 'sealed with another vault key'

describe('what points to a person is sealed with their key', () => {
  test('the relative’s name, the place of a hearing and how the case ended; all are read by whoever works on them', async () => {
    const told = await givenToldOf(team)
    const kept = await keptOf(world.ownerUrl, told)
    expect(kept.for).toEqual([told.personId, told.personId, told.personId])
    expect(openedByTheVault(kept, told)).toEqual([shut, shut, shut])
    expect(await placeOf(told.bondId)).toBe('Larkspur County Court')
    expect(await endOf(told.bondId)).toMatchObject({ reason: 'relief', isForgotten: false })
  })

  test('and goes with them: here, and in every copy from before', async () => {
    const told = await givenToldOf(team)
    const before = await keptOf(world.ownerUrl, told)
    await erasePerson({ staff: administrator, personId: told.personId })
    expect(await keptOf(world.ownerUrl, told)).toMatchObject({ signer: null, place: null, end: null })
    expect(openedByTheVault(before, told)).toEqual([shut, shut, shut])
    expect(await placeOf(told.bondId)).toBe('')
    expect(await endOf(told.bondId)).toMatchObject({ reason: null, isForgotten: true })
    expect(await page(told.agreementId)).toMatchObject({ signer: 'erased', reasons: [] })
  })

  test('another fund that keeps a bond of the case writes and reads with the same key', async () => {
    const elsewhere = await givenTeam({ bank: 100_000_00n })
    const { personId, caseCode } = await givenPerson(team.fundId)
    const bondId = await givenActiveBond(elsewhere, { caseCode })
    await givenDate(elsewhere, bondId, { day: inDays(3) })
    const [row] = await inTransaction(system, (tx) => tx.courtDate.findMany({ where: { bondId } }))
    expect(row?.sealedFor).toBe(personId)
    expect(await placeOf(bondId, elsewhere.fundId)).toBe('Larkspur County Court')
    const { token } = await startFeed({ staff: elsewhere.intake })
    expect((await readFeed({ token }))?.events).toMatchObject([{ building: 'Larkspur County Court' }])
  })

  test('a case of nobody is sealed with the vault’s key, and anew with theirs in the night after they are known', async () => {
    const told = await givenTold(team, newCaseCode())
    const before = await keptOf(world.ownerUrl, told)
    expect(openedByTheVault(before, told)).toEqual([
      'Rosa Quill',
      expect.stringContaining('Larkspur'),
      'relief',
    ])
    await sealAnew()
    expect(await keptOf(world.ownerUrl, told)).toEqual(before)

    const { personId } = await givenPerson(team.fundId)
    await inTransaction(system, (tx) => linkCase(tx, { personId, caseCode: told.caseCode }))
    expect(await placeOf(told.bondId)).toBe('Larkspur County Court')
    await sealAnew()
    const anew = await keptOf(world.ownerUrl, told)
    expect(anew.for).toEqual([personId, personId, personId])
    expect(openedByTheVault(anew, told)).toEqual([shut, shut, shut])
    expect(await placeOf(told.bondId)).toBe('Larkspur County Court')
    expect(await endOf(told.bondId)).toMatchObject({ reason: 'relief' })
    await sealAnew()
    expect(await keptOf(world.ownerUrl, told)).toEqual(anew)
  })

  test('what was left of somebody erased before goes in the night, once no demand covers them', async () => {
    const told = await givenToldOf(team)
    await erasePerson({ staff: administrator, personId: told.personId })
    await asOwner(world.ownerUrl, null, async (owner) => {
      await owner.query('alter table court_date disable trigger user')
      await owner.query(`update court_date set place_sealed = 'left', sealed_for = null where id = $1`, [
        told.dateId,
      ])
      await owner.query('alter table court_date enable trigger user')
    })
    const demandId = await openDemand({
      ...{ staff: administrator, timezone },
      demand: {
        ...{ kind: 'preservation', receivedOn: today(), deadlineOn: null, counsel: 'Ada Example' },
        scope: { kind: 'person', caseCode: told.caseCode },
      },
    })
    await sealAnew()
    expect((await keptOf(world.ownerUrl, told)).place?.toString()).toBe('left')
    await closeDemand({ staff: administrator, demandId, given: ['nothing'] })
    await sealAnew()
    expect((await keptOf(world.ownerUrl, told)).place).toBeNull()
  })

  test('of somebody erased a date is written without its place, and no relative signs', async () => {
    const { personId, caseCode } = await givenPerson(team.fundId)
    await erasePerson({ staff: administrator, personId })
    const bondId = await givenActiveBond(team, { caseCode })
    await addCourtDate({ staff: team.intake, bondId, date: courtDate(), knownFrom: 'court_notice' })
    expect(await placeOf(bondId)).toBe('')
    expect(await whyRefused(givenAgreement(team, { caseCode }))).toBe('person_is_erased')
  })
})

describe('who signed is asked for with a reason', () => {
  const see = (agreementId: string, reason: RevealReason, staff: ActingStaff = team.intake) =>
    revealSigner({ staff, agreementId, reason })
  const rosa = { name: 'Rosa Quill', reading: null }
  const looksAt = async (personId: string) => {
    const found = await personPage({ staff: team.intake, fundIds: [team.fundId], personId })
    return found?.looks.map(({ fields, reason, caseCode }) => ({ fields, reason, caseCode }))
  }

  const auditedOf = async (agreementId: string) => {
    const looks = await inTransaction(system, (tx) =>
      tx.auditEvent.findMany({
        where: { subjectId: agreementId, action: 'copay.signer_seen', outcome: 'done' },
      }),
    )
    return looks.map(({ actorId, detail }) => ({ actorId, detail }))
  }

  test('the page has no name; the reason is of their work and true, and the look is kept with the person', async () => {
    const { personId, caseCode } = await givenPerson(team.fundId)
    await givenProposal(team, { caseCode })
    const agreementId = await givenAgreement(team, { caseCode })
    const masked = await page(agreementId)
    expect(
      JSON.stringify(masked, (_, value) => (typeof value === 'bigint' ? `${value}` : value)),
    ).not.toContain('Rosa Quill')
    expect(masked).toMatchObject({ signer: 'sealed', mayReveal: true })
    expect(masked.reasons.map(({ reason }) => reason)).toEqual(['family_paper', 'correction'])
    expect(await page(agreementId, administrator, 'administrator')).toMatchObject({
      mayReveal: false,
      reasons: [],
    })
    expect(
      await refusalsOf([
        see(agreementId, 'family_paper', team.approver),
        see(agreementId, 'return_of_money', team.treasurer),
        see(agreementId, 'posting_bond'),
        see(agreementId, 'family_paper', administrator),
      ]),
    ).toEqual([
      'reason_is_of_their_work',
      'reason_is_true_of_the_case',
      'reason_opens_its_fields',
      'role_may_not',
    ])
    expect(await looksAt(personId)).toEqual([])
    expect(await see(agreementId, 'family_paper')).toEqual(rosa)
    expect(await looksAt(personId)).toEqual([{ fields: ['signer'], reason: 'family_paper', caseCode }])
  })

  test('money that is theirs is a reason until it is with them; then nobody asks', async () => {
    const { caseCode } = await givenPerson(team.fundId)
    const agreementId = await givenHeldPart(team, { caseCode })
    expect(await see(agreementId, 'return_of_money', team.treasurer)).toEqual(rosa)
    await givenPaidOut(team, agreementId, 1_000_00n)
    expect(await page(agreementId)).toMatchObject({ signer: 'sealed', reasons: [] })
    expect(await whyRefused(see(agreementId, 'family_paper'))).toBe('reason_is_true_of_the_case')
  })

  test('of nobody who is known here the money of the paper says it, and the audit keeps the look', async () => {
    const caseCode = await caseOf(await givenProposal(team))
    const agreementId = await givenAgreement(team, { caseCode })
    expect(
      await refusalsOf([
        see(agreementId, 'return_of_money', team.treasurer),
        see(agreementId, 'correction'),
        see(agreementId, 'screening'),
        see(agreementId, 'family_paper', team.approver),
        see(agreementId, 'family_paper', administrator),
      ]),
    ).toEqual([
      'reason_is_true_of_the_case',
      'reason_is_true_of_the_case',
      'reason_opens_its_fields',
      'reason_is_of_their_work',
      'role_may_not',
    ])
    expect(await see(agreementId, 'family_paper')).toEqual(rosa)
    expect(await auditedOf(agreementId)).toEqual([
      { actorId: team.intake.id, detail: { reason: 'family_paper', caseCode } },
    ])
  })

  test('of somebody whom another fund knows, too, whatever the roles there', async () => {
    const elsewhere = await givenTeam()
    const { personId, caseCode } = await givenPerson(elsewhere.fundId)
    await givenProposal(team, { caseCode })
    const agreementId = await givenAgreement(team, { caseCode })
    const { reasons } = await page(agreementId)
    expect(reasons.map(({ reason }) => reason)).toEqual(['family_paper'])
    expect(await whyRefused(see(agreementId, 'family_paper', elsewhere.intake))).toBe('agreement_unknown')
    const ofBoth = { ...team.intake, fundIds: [team.fundId, elsewhere.fundId] }
    expect(await see(agreementId, 'family_paper', ofBoth)).toEqual(rosa)
    expect(await auditedOf(agreementId)).toEqual([
      { actorId: team.intake.id, detail: { reason: 'family_paper', caseCode } },
    ])
    expect(await inTransaction(system, (tx) => tx.personReveal.count({ where: { personId } }))).toBe(0)
  })
})
