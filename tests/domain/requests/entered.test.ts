import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { endListing } from '#app/domain/intake/end-listing.server.ts'
import { intakeFund } from '#app/domain/intake/intake-funds.server.ts'
import { listPartner } from '#app/domain/intake/list-partner.server.ts'
import { listPlace } from '#app/domain/intake/list-place.server.ts'
import { setPriority } from '#app/domain/intake/set-priority.server.ts'
import { endPathway } from '#app/domain/pathways/end-pathway.server.ts'
import { openPathway } from '#app/domain/pathways/open-pathway.server.ts'
import { pathwaySteps } from '#app/domain/pathways/pathway.ts'
import { recordPathwayStep } from '#app/domain/pathways/record-pathway-step.server.ts'
import { addCase } from '#app/domain/requests/add-case.server.ts'
import { type EnteredRequest, enterRequest } from '#app/domain/requests/enter-request.server.ts'
import { eraseUnaccepted } from '#app/domain/requests/erase-unaccepted.server.ts'
import { moveRequest } from '#app/domain/requests/move-request.server.ts'
import { listRequests } from '#app/domain/requests/reads/list-requests.server.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { reveal } from '#app/domain/vault/reveal.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenFund } from '#tests/support/given.ts'
import {
  givenIntake,
  givenIntakeTeam,
  givenRequest,
  helpForm,
  type IntakeTeam,
  requestRow,
  screen,
  walk,
} from '#tests/support/given-request.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: IntakeTeam
beforeAll(async () => {
  team = await givenIntakeTeam({ intake: { mode: 'partners_only' } })
})

const byTelephone = (more: Partial<EnteredRequest> = {}): EnteredRequest => ({
  staff: team.intake,
  fundId: team.fundId,
  token: randomUUID(),
  source: 'telephone',
  partnerId: null,
  sameAsCase: null,
  form: helpForm,
  ...more,
})

const casesOf = (requestId: string) =>
  inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const rows = await tx.requestCase.findMany({ where: { requestId }, orderBy: { recordedAt: 'asc' } })
    return rows.map(({ caseCode }) => caseCode)
  })

const listing = async (kind: 'place' | 'partner') => {
  const rows = await asOwner(world.ownerUrl, null, (owner) =>
    owner.query<{ id: string }>(
      `select id from ${kind === 'place' ? 'other_place' : 'referral_partner'} where fund_id = $1 and ended_at is null`,
      [team.fundId],
    ),
  )
  return rows.rows[0]?.id ?? ''
}

describe('a request that someone enters', () => {
  test('says who entered it and how it came, and is one however often it is sent', async () => {
    const entered = byTelephone({ source: 'lawyer' })
    const sent = await Promise.all(Array.from({ length: 20 }, () => enterRequest(entered).catch(() => null)))
    const ids = new Set(sent.flatMap((each) => (each ? [each.requestId] : [])))
    expect(ids.size).toBe(1)
    const [id = ''] = ids
    expect(await requestRow(id)).toMatchObject({
      source: 'lawyer',
      enteredBy: team.intake.id,
      state: 'referred',
      callTasks: [{ kind: 'received' }],
    })
  })

  test('by someone whose role does not follow requests is refused', async () => {
    expect(await whyRefused(enterRequest(byTelephone({ staff: team.approver })))).toBe('role_may_not')
  })

  test('is refused where the fund takes none', async () => {
    const off = await givenIntakeTeam({ intake: { mode: 'off' } })
    const entered = byTelephone({ staff: off.intake, fundId: off.fundId })
    expect(await whyRefused(enterRequest(entered))).toBe('intake_closed')
  })

  test('from a partner names one of the fund’s own that is not ended', async () => {
    await listPartner({
      staff: team.administrator,
      fundId: team.fundId,
      name: 'Harbor Legal Aid (fictional)',
    })
    const partnerId = await listing('partner')
    const { requestId } = await enterRequest(byTelephone({ source: 'partner', partnerId }))
    expect(await requestRow(requestId)).toMatchObject({ source: 'partner', partnerId })

    const asked = (id: string | null) =>
      whyRefused(enterRequest(byTelephone({ source: 'partner', partnerId: id })))
    expect(await asked(null)).toBe('partner_unknown')
    expect(await asked(randomUUID())).toBe('partner_unknown')
    await endListing({
      staff: team.administrator,
      fundId: team.fundId,
      listing: { kind: 'partner', id: partnerId },
    })
    expect(await asked(partnerId)).toBe('partner_unknown')
  })

  test('for someone who is known already is about the same person, under another case code', async () => {
    const first = await enterRequest(byTelephone())
    const [known = ''] = await casesOf(first.requestId)
    const second = await enterRequest(byTelephone({ sameAsCase: known }))
    const [one, two] = [await requestRow(first.requestId), await requestRow(second.requestId)]
    expect(two.personId).toBe(one.personId)
    expect(await casesOf(second.requestId)).not.toContain(known)
    expect(await whyRefused(enterRequest(byTelephone({ sameAsCase: 'AAAA-AAAA' })))).toBe('case_unknown')
  })

  test('whose person was accepted by another request is not erased with this one', async () => {
    const long = new Date(Date.now() - 90 * 86_400_000)
    const first = await asOfTime(long, () => enterRequest(byTelephone()))
    const [known = ''] = await casesOf(first.requestId)
    const second = await asOfTime(long, () => enterRequest(byTelephone({ sameAsCase: known })))
    const alone = await asOfTime(long, () => enterRequest(byTelephone()))
    await asOfTime(long, () => walk(team, second.requestId, 'screening', 'recommended', 'approved'))
    await eraseUnaccepted()
    expect((await requestRow(first.requestId)).erasedAt).toBeNull()
    expect((await requestRow(alone.requestId)).erasedAt).not.toBeNull()
  })

  test('may have several cases, each with a code of its own', async () => {
    const { requestId } = await enterRequest(byTelephone())
    const { caseCode } = await addCase({ staff: team.intake, requestId })
    expect(await casesOf(requestId)).toHaveLength(2)
    expect(await casesOf(requestId)).toContain(caseCode)
    for (let more = 0; more < 10; more += 1) await addCase({ staff: team.intake, requestId })
    expect(await whyRefused(addCase({ staff: team.intake, requestId }))).toBe('too_many_cases')
    expect(await whyRefused(addCase({ staff: team.approver, requestId }))).toBe('role_may_not')
  })
})

describe('the screening', () => {
  test('comes before a recommendation, and only while the request is open', async () => {
    const { requestId } = await enterRequest(byTelephone())
    expect(await whyRefused(screen(team, requestId))).toBe('only_an_open_request_is_screened')
    await walk(team, requestId, 'screening')
    const recommend = { staff: team.intake, requestId, to: 'recommended', reason: null } as const
    expect(await whyRefused(moveRequest(recommend))).toBe('recommended_after_screening')
    await screen(team, requestId)
    await moveRequest(recommend)
    expect(await requestRow(requestId)).toMatchObject({ state: 'recommended' })
  })

  test('is sealed; the request knows only whether anything stands against posting', async () => {
    const { requestId } = await enterRequest(byTelephone())
    await walk(team, requestId, 'screening')
    await screen(team, requestId, { detainer: 'yes' })
    const { personId } = await requestRow(requestId)
    const kept = await asOwner(world.ownerUrl, null, (owner) =>
      owner.query('select * from request_screening where request_id = $1', [requestId]),
    )
    expect(kept.rows).toMatchObject([{ clear: false }])
    expect(JSON.stringify(kept.rows)).not.toContain('hearing_soon')
    const seen = await reveal({ staff: team.intake, personId, fields: ['screening'], reason: 'screening' })
    expect(seen).toMatchObject([{ field: 'screening', request: { voicemail: false } }])
    expect(seen[0]?.value).toContain('detainer: yes')
    expect(seen[0]?.value).toContain('criteria: hearing_soon')
  })
})

test('who waits for a decision stands in the fund’s published order', async () => {
  const own = await givenIntakeTeam()
  await setPriority({ staff: own.administrator, fundId: own.fundId, criteria: ['health', 'hearing_soon'] })
  const oldest = await givenRequest(own.fundId)
  const younger = await givenRequest(own.fundId)
  await walk(own, oldest, 'screening')
  await walk(own, younger, 'screening', 'recommended')
  // The older one meets nothing of the order; the younger one has a hearing soon.
  await screen(own, oldest, {}, [])
  await moveRequest({ staff: own.intake, requestId: oldest, to: 'recommended', reason: null })
  const listed = async (after: { at: Date; id: string } | null) => {
    const staff = { ...own.intake, roles: [], language: 'en' }
    return (await listRequests({ staff, group: 'decision', fundSlug: null, after })).rows
  }
  const rows = await listed(null)
  expect(rows.map(({ id }) => id)).toEqual([younger, oldest])
  // A second page goes on in the same order, not by the day.
  const [first] = rows
  const rest = await listed({ at: first?.receivedAt as Date, id: younger })
  expect(rest.map(({ id }) => id)).toEqual([oldest])
  expect(await whyRefused(setPriority({ staff: own.intake, fundId: own.fundId, criteria: ['health'] }))).toBe(
    'role_may_not',
  )
})

test('a new order places those who wait anew; who is decided about has no place, and who is erased leaves none', async () => {
  const own = await givenIntakeTeam()
  const order = (criteria: ('health' | 'hearing_soon')[]) =>
    setPriority({ staff: own.administrator, fundId: own.fundId, criteria })
  await order(['hearing_soon', 'health'])
  const [ill, heard] = [await givenRequest(own.fundId), await givenRequest(own.fundId)]
  for (const id of [ill, heard]) await walk(own, id, 'screening', 'waitlisted')
  await screen(own, ill, {}, ['health'])
  await screen(own, heard)
  const listed = async () => {
    const staff = { ...own.intake, roles: [], language: 'en' }
    const { rows } = await listRequests({ staff, group: 'waiting', fundSlug: null, after: null })
    return rows.map(({ id }) => id)
  }
  const places = () =>
    asOwner(world.ownerUrl, null, async (owner) => {
      const sql = 'select request_id as id from request_rank where request_id = any($1)'
      return (await owner.query<{ id: string }>(sql, [[ill, heard]])).rows.map(({ id }) => id)
    })
  expect(await listed()).toEqual([heard, ill])
  await order(['health', 'hearing_soon'])
  expect(await listed()).toEqual([ill, heard])
  await walk(own, heard, 'declined')
  expect(await places()).toEqual([ill])
  const { personId } = await requestRow(ill)
  await erasePerson({ staff: own.administrator, personId })
  expect(await places()).toEqual([])
})

test('the public page says the order and where else to ask', async () => {
  const slug = `fund-${randomUUID().slice(0, 8)}`
  const own = await givenIntakeTeam({ fund: { slug } })
  await setPriority({ staff: own.administrator, fundId: own.fundId, criteria: ['small_bond', 'health'] })
  await listPlace({ staff: own.intake, fundId: own.fundId, name: 'Harbor Aid', phone: '+1 555 0160' })
  const again = listPlace({ staff: own.intake, fundId: own.fundId, name: 'harbor aid', phone: '+1 555 0161' })
  expect(await whyRefused(again)).toBe('place_is_listed_once')
  expect(await intakeFund({ slug, language: 'en' })).toMatchObject({
    priority: ['small_bond', 'health'],
    otherPlaces: [{ name: 'Harbor Aid', phone: '+1 555 0160' }],
  })
})

describe('another way home', () => {
  test('opens where no bond is, once of a kind, and ends with what came of it', async () => {
    const { requestId } = await enterRequest(byTelephone())
    const open = (kind: 'parole' | 'hold_lifted') => openPathway({ staff: team.intake, requestId, kind })
    expect(await whyRefused(open('parole'))).toBe('pathway_opens_where_no_bond_is')
    await walk(team, requestId, 'screening', 'no_bond_available')
    await open('parole')
    expect(await whyRefused(open('parole'))).toBe('one_pathway_of_a_kind_is_open')
    await open('hold_lifted')

    const [parole] = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.requestPathway.findMany({ where: { requestId, kind: 'parole' } }),
    )
    const on = { staff: team.intake, requestId, pathwayId: parole?.id ?? '' }
    await recordPathwayStep({ ...on, step: 'lawyer_found' })
    expect(await whyRefused(recordPathwayStep({ ...on, step: 'lawyer_found' }))).toBe(
      'pathway_step_is_done_once',
    )
    expect(await whyRefused(recordPathwayStep({ ...on, step: 'bond_set' }))).toBe(
      'pathway_step_is_on_its_list',
    )
    expect(await whyRefused(endPathway({ ...on, staff: team.approver, outcome: 'released' }))).toBe(
      'role_may_not',
    )
    await endPathway({ ...on, outcome: 'released' })
    expect(await whyRefused(endPathway({ ...on, outcome: 'refused' }))).toBe('pathway_ends_once')
    expect(await whyRefused(recordPathwayStep({ ...on, step: 'request_filed' }))).toBe('pathway_ends_once')
  })

  test('asks for the same steps in the code and in the database', async () => {
    const rows = await asOwner(world.ownerUrl, null, (owner) =>
      owner.query<{ kind: string; step: string }>(
        'select kind, step from pathway_step_kind order by kind, position',
      ),
    )
    for (const [kind, steps] of Object.entries(pathwaySteps))
      expect(rows.rows.filter((row) => row.kind === kind).map(({ step }) => step)).toEqual(steps)
  })
})

test('an end of a listing that is not the fund’s is unknown', async () => {
  const other = await givenFund()
  await givenIntake(team, { mode: 'partners_only' })
  const end = endListing({
    staff: team.administrator,
    fundId: team.fundId,
    listing: { kind: 'place', id: other },
  })
  expect(await whyRefused(end)).toBe('listing_unknown')
})
