import { randomUUID } from 'node:crypto'
import { beforeEach, describe, expect, test } from 'vitest'
import { composeUpdate } from '#app/domain/impact-updates/compose-update.server.ts'
import { deliverUpdate } from '#app/domain/impact-updates/deliver-update.server.ts'
import { publishUpdate } from '#app/domain/impact-updates/publish-update.server.ts'
import { confirmLifting } from '#app/domain/incidents/confirm-lifting.server.ts'
import { fundsInIncident } from '#app/domain/incidents/funds-in-incident.server.ts'
import { liftIncident } from '#app/domain/incidents/lift-incident.server.ts'
import { raiseIncident } from '#app/domain/incidents/raise-incident.server.ts'
import { refuseDuringIncident } from '#app/domain/incidents/refuse-during-incident.server.ts'
import { resumeAfterIncident } from '#app/domain/incidents/resume-after-incident.server.ts'
import { waitingIncidents } from '#app/domain/incidents/waiting.server.ts'
import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { sendQueuedMail } from '#app/domain/mail/send-queued-mail.server.ts'
import { makePublicationClose } from '#app/domain/transparency/make-publication-close.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { example } from '#emails/statement-ready.tsx'
import { givenGift } from '#tests/domain/pool-share/given-gifts.ts'
import { givenSomeoneHome } from '#tests/domain/pool-share/given-lives.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
beforeEach(async () => {
  team = await givenTeam()
})

const system = { scope: { kind: 'system' } } as const
const raise = (fundId = team.fundId) =>
  raiseIncident({ staff: team.intake, fundId, reason: 'name_published' })
const over = async (incidentId: string) => {
  await liftIncident({ staff: team.intake, incidentId })
  await confirmLifting({ staff: team.approver, incidentId })
}
const open = (fundIds = [team.fundId]) => fundsInIncident({ fundIds, language: 'en' })

describe('stopping and going on', () => {
  test('one stops, two go on, the raiser may be one of them', async () => {
    const { incidentId } = await raise()
    expect(await open()).toMatchObject([{ incidentId, fundName: 'Bail Fund', reason: 'name_published' }])
    expect(await refusalOf(raise())).toMatchObject({ code: 'one_incident_at_a_time' })
    const confirm = (staff: Team['intake']) => confirmLifting({ staff, incidentId })
    expect(await refusalOf(confirm(team.approver))).toMatchObject({ code: 'incident_is_not_being_lifted' })

    await liftIncident({ staff: team.intake, incidentId })
    expect(await refusalOf(liftIncident({ staff: team.approver, incidentId }))).toMatchObject({
      code: 'incident_is_lifted_once',
    })
    expect(await refusalOf(confirm(team.intake))).toMatchObject({ code: 'two_people_lift_an_incident' })
    expect(await open()).toHaveLength(1)
    await confirm(team.approver)
    expect(await open()).toEqual([])
    expect(await refusalOf(confirm(team.treasurer))).toMatchObject({ code: 'lifting_is_confirmed_once' })
    await raise()
    expect(await open()).toHaveLength(1)

    const events = await db().auditEvent.findMany({
      where: { fundId: team.fundId, subject: 'incident', outcome: 'done' },
      orderBy: { id: 'asc' },
    })
    expect(events.map(({ action }) => action)).toEqual([
      'incident.raised',
      'incident.lifted',
      'incident.lifting_confirmed',
      'incident.raised',
    ])
  })

  test('an auditor stops and does not lift; strangers to the fund do neither', async () => {
    const auditor = await givenActor(team.fundId, ['auditor'])
    const { incidentId } = await raiseIncident({ staff: auditor, fundId: team.fundId, reason: 'other' })
    expect(await refusalOf(liftIncident({ staff: auditor, incidentId }))).toMatchObject({
      code: 'role_may_not',
    })
    const elsewhere = await givenTeam()
    expect(await refusalOf(liftIncident({ staff: elsewhere.intake, incidentId }))).toMatchObject({
      code: 'incident_unknown',
    })
    expect(
      await refusalOf(raiseIncident({ staff: elsewhere.intake, fundId: team.fundId, reason: 'other' })),
    ).toMatchObject({ code: 'role_may_not' })
    expect(await open([elsewhere.fundId])).toEqual([])
    await inTransaction(system, (tx) => refuseDuringIncident(tx, elsewhere.fundId))
    expect(
      await refusalOf(inTransaction(system, (tx) => refuseDuringIncident(tx, team.fundId))),
    ).toMatchObject({ code: 'incident_stops_what_goes_out' })
  })

  test('fifty who lift at once are one lifting, and fifty who agree one agreement', async () => {
    const { incidentId } = await raise()
    const staff = [team.intake, team.approver, team.treasurer]
    const who = Array.from({ length: 50 }, (_, turn) => staff[turn % 3] ?? team.intake)
    const lifts = await Promise.allSettled(who.map((person) => liftIncident({ staff: person, incidentId })))
    expect(lifts.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const agreed = await Promise.allSettled(
      who.map((person) => confirmLifting({ staff: person, incidentId })),
    )
    expect(agreed.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const raised = await Promise.allSettled(Array.from({ length: 50 }, () => raise()))
    expect(raised.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await open()).toHaveLength(1)
  })

  test('what waits for whom', async () => {
    const waits = (staff: Team['intake'], roles: ('intake' | 'auditor')[] = ['intake']) =>
      inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, (tx) =>
        waitingIncidents(tx, { staff, personIn: () => ({ id: staff.id, roles }) }),
      )
    const { incidentId } = await raise()
    expect(await waits(team.approver)).toMatchObject([{ act: 'lift_incident', to: '/admin/incidents' }])
    await liftIncident({ staff: team.intake, incidentId })
    expect(await waits(team.intake)).toEqual([])
    expect(await waits(team.approver)).toMatchObject([{ act: 'confirm_lifting' }])
    expect(await waits(team.approver, ['auditor'])).toEqual([])
  })
})

describe('what goes out', () => {
  const donors = 7
  const words = { title: 'Home', situation: 'More wait.', results: 'Bail was posted.', actions: 'Come.' }
  const composed = async () => {
    for (let n = 0; n < donors; n++) await givenGift(team.fundId, { amount: 20_00n })
    await givenSomeoneHome(team)
    const { closeId } = await makePublicationClose({ staffId: team.treasurer.id, fundId: team.fundId })
    const { updateId } = await composeUpdate({
      ...{ staffId: team.intake.id, closeId, texts: { en: words, es: words } },
    })
    return updateId
  }
  const publish = (updateId: string) => publishUpdate({ updateId, staffId: team.treasurer.id })
  const mailsOf = (updateId: string) => db().impactDelivery.findMany({ where: { updateId } })
  const eventsOf = (mailIds: string[], kind: string) =>
    db().mailEvent.count({ where: { mailId: { in: mailIds }, kind } })
  const jobs = async (like: string) => {
    const rows = await db().$queryRaw<{ key: string }[]>`
      select key from graphile_worker._private_jobs where key like ${like}`
    return rows.map(({ key }) => key)
  }
  /** As if a worker had taken them. */
  const takeJobs = () => db().$executeRaw`delete from graphile_worker._private_jobs`

  test('an update is not published while an incident is open, and is after it', async () => {
    const updateId = await composed()
    const { incidentId } = await raise()
    expect(await refusalOf(publish(updateId))).toMatchObject({ code: 'incident_stops_what_goes_out' })
    await over(incidentId)
    await publish(updateId)
    expect(await db().impactUpdatePublication.count({ where: { updateId } })).toBe(1)
  })

  test('a delivery stops between its mails, and goes on where it was: one mail each', async () => {
    const updateId = await composed()
    await publish(updateId)
    expect(await deliverUpdate({ updateId, batch: 3 })).toBe('more')
    const written = (await mailsOf(updateId)).map(({ mailId }) => mailId).sort()
    const [first = '', ...held] = written
    await sendQueuedMail({ mailId: first })

    const { incidentId } = await raise()
    for (const mailId of held) await sendQueuedMail({ mailId })
    expect(await deliverUpdate({ updateId, batch: 3 })).toBe('stopped')
    expect(await mailsOf(updateId)).toHaveLength(3)
    expect(await eventsOf(written, 'attempted')).toBe(1)
    await takeJobs()
    // Lifted by one, nothing goes on.
    await liftIncident({ staff: team.intake, incidentId })
    await resumeAfterIncident({ fundId: team.fundId })
    expect(await jobs('mail.send:%')).toEqual([])

    await confirmLifting({ staff: team.approver, incidentId })
    await resumeAfterIncident({ fundId: team.fundId })
    await resumeAfterIncident({ fundId: team.fundId })
    expect((await jobs('mail.send:%')).sort()).toEqual(held.map((mailId) => `mail.send:${mailId}`))
    expect(await jobs('impact.deliver:%')).toEqual([`impact.deliver:${updateId}`])
    while ((await deliverUpdate({ updateId, batch: 3 })) === 'more');
    const all = (await mailsOf(updateId)).map(({ mailId }) => mailId)
    expect(all).toHaveLength(donors)
    for (const mailId of [...all, ...all]) await sendQueuedMail({ mailId })
    expect(await eventsOf(all, 'sent')).toBe(donors)
    expect(await eventsOf(all, 'attempted')).toBe(donors)
  })

  test('what a fund writes by itself waits, in each of the funds that it is about, and is sent afterwards; receipts go on', async () => {
    const other = await givenTeam()
    const write = (aboutFunds: string[]) =>
      inTransaction(system, (tx) =>
        queueMail(tx, {
          ...{ message: 'statement-ready', dedupeKey: randomUUID(), to: 'sam@donor.example', language: 'en' },
          props: example,
          ...(aboutFunds.length > 0 ? { aboutFunds } : {}),
        }),
      )
    const { incidentId } = await raise()
    const held = await write([other.fundId, team.fundId, team.fundId])
    const goesOn = [await write([other.fundId]), await write([])]
    for (const mailId of [held, ...goesOn]) await sendQueuedMail({ mailId: mailId ?? '' })
    expect(await eventsOf([held ?? ''], 'attempted')).toBe(0)
    expect(await eventsOf(goesOn.map(String), 'sent')).toBe(2)
    const attempt = inTransaction(system, (tx) =>
      tx.mailEvent.create({ data: { mailId: held ?? '', kind: 'attempted' } }),
    )
    expect(await brokenRule(attempt)).toBe('incident_stops_what_goes_out')

    await takeJobs()
    await over(incidentId)
    await resumeAfterIncident({ fundId: team.fundId })
    expect(await jobs('mail.send:%')).toEqual([`mail.send:${held}`])
    for (const _ of [1, 2]) await sendQueuedMail({ mailId: held ?? '' })
    expect(await eventsOf([held ?? ''], 'sent')).toBe(1)
  })
})
