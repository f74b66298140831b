import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { addressPage } from '#app/domain/address-change/address-page.server.ts'
import { changeAddress } from '#app/domain/address-change/change-address.server.ts'
import { recordNotice } from '#app/domain/address-change/record-notice.server.ts'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { checkMailbox } from '#app/domain/mailbox/check-mailbox.server.ts'
import { mailboxes } from '#app/domain/mailbox/mailboxes.server.ts'
import { setMailbox } from '#app/domain/mailbox/set-mailbox.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { missingOf } from '#app/domain/papers/bond-lives.server.ts'
import { waitingPapers } from '#app/domain/papers/waiting.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { inTransaction } from '#app/platform/db.ts'
import { forced } from '#tests/support/forced.ts'
import {
  givenActor,
  givenPostedBond,
  givenTeam,
  payBy,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { givenPrepared } from '#tests/support/given-preparation.ts'
import { today } from '#tests/support/given-remittance.ts'
import { brokenRule, refusalOf, refusalsOf } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let administrator: ActingStaff
beforeAll(async () => {
  team = await givenTeam({ bank: 90_000_00n })
  administrator = await givenActor(team.fundId, ['administrator'])
})

const held = (of: Team, ...roles: Role[]) => roles.map((role) => ({ fundId: of.fundId, role }))
const waiting = (staff: ActingStaff, roles: Role[]) =>
  inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, (tx) =>
    waitingPapers(tx, { staff, personIn: () => ({ id: staff.id, roles }) }),
  )

describe('the mailbox', () => {
  const set = (more: object = {}) =>
    setMailbox({
      ...{ staff: administrator, fundId: team.fundId, address: 'P.O. Box 12, Larkspur' },
      ...{ firstReader: team.intake.id, otherReader: team.treasurer.id },
      ...more,
    })
  const check = (staff: ActingStaff) =>
    checkMailbox({ staff, fundId: team.fundId, courtLetters: 2, iceLetters: 1 })
  const seen = async () => {
    const [fund] = await mailboxes({
      staff: { ...team.intake, roles: held(team, 'intake'), language: 'en' },
    })
    return fund
  }

  test('is asked for where a bond is out and nobody is named to open letters', async () => {
    const own = await givenTeam()
    const keeper = await givenActor(own.fundId, ['administrator'])
    const asked = async (roles: Role[] = ['administrator']) =>
      (await waiting(keeper, roles)).filter(({ act }) => act === 'set_mailbox')
    expect(await asked()).toEqual([])
    await givenPostedBond(own)
    expect(await asked()).toMatchObject([{ fundId: own.fundId, to: '/admin/mailbox', dueAt: null }])
    expect(await asked(['intake'])).toEqual([])
    const readers = { firstReader: own.intake.id, otherReader: own.treasurer.id }
    await setMailbox({ staff: keeper, fundId: own.fundId, address: 'P.O. Box 3, Larkspur', ...readers })
    expect(await asked()).toEqual([])
  })

  test('is read by two people, and overdue after a week', async () => {
    expect(await seen()).toMatchObject({ box: null, readers: [], overdue: false })
    await set()
    expect(await seen()).toMatchObject({ overdue: false, mayCheck: true, maySet: false })
    expect((await seen())?.readers).toHaveLength(2)
    expect(await waiting(team.intake, ['intake'])).toEqual([])

    await check(team.intake)
    await asOwner(world.ownerUrl, null, (owner) =>
      forced(
        owner,
        `update bond_mailbox_check set occurred_at = occurred_at - interval '8 days';
         update bond_mailbox set occurred_at = occurred_at - interval '9 days'`,
      ),
    )
    expect(await seen()).toMatchObject({ overdue: true, checks: [{ courtLetters: 2, iceLetters: 1 }] })
    for (const [staff, role] of [
      [team.intake, 'intake'],
      [team.treasurer, 'treasurer'],
    ] as const)
      expect(await waiting(staff, [role])).toMatchObject([{ act: 'check_mailbox', fundId: team.fundId }])
    expect(await waiting(team.approver, ['approver'])).toEqual([])
    await check(team.treasurer)
    expect(await seen()).toMatchObject({ overdue: false })
  })

  test('when one of the two leaves, administrators are told that a second reader is missing', async () => {
    const leaving = await givenActor(team.fundId, ['intake'])
    await set({ otherReader: leaving.id })
    expect(await waiting(administrator, ['administrator'])).toEqual([])
    await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.staff.update({ where: { id: leaving.id }, data: { disabledAt: new Date() } }),
    )
    expect(await waiting(administrator, ['administrator'])).toMatchObject([
      { act: 'name_mailbox_reader', to: '/admin/mailbox', fundId: team.fundId },
    ])
    expect(await waiting(team.intake, ['intake'])).toEqual([])
    await set()
    expect(await waiting(administrator, ['administrator'])).toEqual([])
  })

  test('is set by administrators, read by two who work here, entered by a reader', async () => {
    const auditor = await givenActor(team.fundId, ['auditor'])
    const elsewhere = await givenTeam()
    const said = await refusalsOf([
      set({ staff: team.intake }),
      set({ otherReader: team.intake.id }),
      set({ otherReader: auditor.id }),
      set({ firstReader: elsewhere.intake.id }),
      set({ fundId: elsewhere.fundId }),
      check(team.approver),
    ])
    expect(said).toEqual([
      'role_may_not',
      'mailbox_readers_are_two_people',
      'mailbox_reader_holds_a_role',
      'mailbox_reader_holds_a_role',
      'role_may_not',
      'mailbox_is_checked_by_its_reader',
    ])
  })
})

test('after a move every open bond stands on the list until its court or ICE was told', async () => {
  const { bondId: bail } = await givenPostedBond(team)
  const { bondId: ice } = await givenPostedBond(team, { kind: 'immigration_bond' })
  const page = (of = team) => addressPage({ staff: { ...of.intake, roles: held(of, 'intake') } })
  expect(await page()).toEqual({ change: null, venues: [], left: 0 })

  const change = (more: object = {}) =>
    changeAddress({
      ...{ staff: administrator, address: '2 Mill Lane, Larkspur', effectiveOn: '2026-01-15' },
      ...more,
    })
  expect((await refusalOf(change({ staff: team.treasurer }))).code).toBe('role_may_not')
  expect((await refusalOf(change({ effectiveOn: '2099-01-01' }))).code).toBe('address_change_is_in_force')
  const { changeId } = await change()
  expect((await organization()).address).toBe('2 Mill Lane, Larkspur')
  const { bondId: later } = await givenPostedBond(team)
  const other = await givenTeam()
  const foreign = await givenPostedBond(other)

  expect(await page()).toMatchObject({
    left: 2,
    venues: [{ venue: 'Larkspur County Court', left: 2, bonds: [{ bondId: bail }, { bondId: ice }] }],
  })
  expect((await page(other)).venues).toEqual([])
  expect(await waiting(team.intake, ['intake'])).toMatchObject([{ act: 'tell_address', fundId: team.fundId }])

  const tell = (bondIds: string[], more: object = {}) =>
    recordNotice({
      ...{ staff: team.intake, changeId, bondIds, way: 'by_mail' as const, notifiedOn: today() },
      ...more,
    })
  expect((await refusalOf(tell([bail, foreign.bondId]))).code).toBe('bond_unknown')
  expect((await refusalOf(tell([bail], { notifiedOn: '2099-01-01' }))).code).toBe('paper_lies_ahead')
  expect((await refusalOf(tell([bail], { notifiedOn: '1926-01-16' }))).code).toBe('day_is_of_its_case')
  expect((await refusalOf(tell([bail], { changeId: bail }))).code).toBe('address_change_unknown')
  expect(await brokenRule(tell([bail, later]))).toBe('only_an_open_bond_is_told')
  expect((await page()).left).toBe(2)

  await tell([ice, ice])
  expect(await brokenRule(tell([bail, ice]))).toBe('bond_is_told_of_a_change_once')
  expect(await page()).toMatchObject({ left: 1 })
  const sent = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bondPaper.findMany({ where: { bondId: ice } }),
  )
  expect(sent).toMatchObject([{ paper: 'i333', standing: 'sent' }])
  expect(await missingOf({ fundIds: [team.fundId], bondIds: [ice] })).toEqual({ [ice]: ['i352', 'i305'] })
  await tell([bail])
  expect(await waiting(team.intake, ['intake'])).toEqual([])
})

test('ICE is told too of contracts that were signed and not posted yet when we moved', async () => {
  const own = await givenTeam({ bank: 90_000_00n })
  const toSigned = ['verification_sent', 'verified', 'contract_signed'] as const
  const signed = await givenPrepared(own, toSigned)
  const wired = await givenPrepared(own, [...toSigned, 'wire_sent'])
  await givenPrepared(own, ['verification_sent'])
  const over = await givenPrepared(own, toSigned)
  await cancelDisbursement({ staff: own.intake, disbursementId: over, reason: 'entered_wrongly' })
  const { changeId } = await changeAddress({
    ...{ staff: await givenActor(own.fundId, ['administrator']), address: '3 Mill Lane, Larkspur' },
    effectiveOn: '2026-01-15',
  })
  const late = await givenPrepared(own, toSigned)
  const page = () => addressPage({ staff: { ...own.intake, roles: held(own, 'intake') } })
  const left = async () =>
    (await page()).venues
      .flatMap(({ bonds }) => bonds)
      .filter(({ notice }) => notice === null)
      .map(({ disbursementId, bondId }) => [disbursementId, bondId])
  const byId = (rows: unknown[][]) => [...rows].sort()
  expect(byId(await left())).toEqual(
    byId([
      [signed, null],
      [wired, null],
    ]),
  )
  expect(await waiting(own.intake, ['intake'])).toMatchObject([{ act: 'tell_address', fundId: own.fundId }])

  const tell = (contractIds: string[]) =>
    recordNotice({
      ...{ staff: own.intake, changeId, bondIds: [], contractIds },
      ...{ way: 'by_mail' as const, notifiedOn: today() },
    })
  expect(await brokenRule(tell([late]))).toBe('only_an_open_bond_is_told')
  expect((await refusalOf(tell([randomUUID()]))).code).toBe('disbursement_unknown')
  await tell([signed])
  expect(await brokenRule(tell([signed]))).toBe('contract_is_told_of_a_change_once')
  // Posted in the meantime, it is still to be told, and the form is one of its papers.
  const { bondId } = await payBy(own.treasurer, wired, { principal: 2_500_00n })
  expect(await left()).toEqual([[wired, null]])
  await tell([wired])
  const sent = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bondPaper.findMany({ where: { bondId: bondId ?? '' } }),
  )
  expect(sent).toMatchObject([{ paper: 'i333', standing: 'sent' }])
  expect(await waiting(own.intake, ['intake'])).toEqual([])
})
