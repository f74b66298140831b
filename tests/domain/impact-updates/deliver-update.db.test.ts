import { beforeEach, describe, expect, test } from 'vitest'
import { donorRows } from '#app/domain/donor-area/export/donor-rows.server.ts'
import { impactOfDonor } from '#app/domain/donor-area/gifts/impact-of-donor.server.ts'
import { composeUpdate } from '#app/domain/impact-updates/compose-update.server.ts'
import { deliverUpdate } from '#app/domain/impact-updates/deliver-update.server.ts'
import { endConsent } from '#app/domain/impact-updates/end-consent.server.ts'
import { publishUpdate } from '#app/domain/impact-updates/publish-update.server.ts'
import { readUnsubscribeToken } from '#app/domain/impact-updates/unsubscribe-link.ts'
import type { UpdateTexts } from '#app/domain/impact-updates/update-form.ts'
import { makePublicationClose } from '#app/domain/transparency/make-publication-close.server.ts'
import { ConstraintViolation } from '#app/platform/constraint.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import type { ImpactUpdateProps } from '#emails/impact-update.tsx'
import { givenGift, givenRefund } from '#tests/domain/pool-share/given-gifts.ts'
import { givenSomeoneHome } from '#tests/domain/pool-share/given-lives.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { brokenRule, refusalOf } from '#tests/support/refused.ts'
import { until } from '#tests/support/until.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()

const english = {
  title: 'Summer in Larkspur',
  situation: 'Judges set cash bail more often.\n\nMore people wait.',
  results: 'The pool posted bail.',
  actions: 'Come to the public meeting.',
}
const spanish = { ...english, title: 'Verano en Larkspur', results: 'El fondo pagó fianzas.' }
const texts: UpdateTexts = { en: english, es: spanish }

let team: Team
let composer: string
beforeEach(async () => {
  team = await givenTeam()
  composer = (await givenActor(team.fundId, ['intake'])).id
})

const close = () => makePublicationClose({ staffId: team.treasurer.id, fundId: team.fundId })
const publish = async () => {
  const { closeId } = await close()
  const { updateId } = await composeUpdate({ staffId: composer, closeId, texts })
  await publishUpdate({ updateId, staffId: team.treasurer.id })
  return updateId
}
const mailsOf = (updateId: string) =>
  db().mail.findMany({
    where: { dedupeKey: { startsWith: `impact:${updateId}:` } },
    orderBy: { recipient: 'asc' },
  })

describe('who is written to', () => {
  test('every donor who asked and has a part in the pool, in their own language, once', async () => {
    await givenGift(team.fundId, { amount: 50_00n, email: 'ana@donor.example', language: 'es' })
    await givenGift(team.fundId, { amount: 25_00n, email: 'bo@donor.example' })
    await givenGift(team.fundId, { amount: 25_00n, email: 'bo@donor.example' })
    await givenGift(team.fundId, { amount: 30_00n, email: 'noor@donor.example', language: 'ar' })
    await givenSomeoneHome(team, { principal: 2_010_00n })
    const updateId = await publish()
    await deliverAll(updateId)

    const mails = await mailsOf(updateId)
    expect(mails.map(({ recipient, language }) => [recipient, language])).toEqual([
      ['ana@donor.example', 'es'],
      ['bo@donor.example', 'en'],
      ['noor@donor.example', 'ar'],
    ])
    const [ana, bo, noor] = mails.map(({ props }) => props as unknown as ImpactUpdateProps)
    expect(ana?.results.paragraphs).toEqual(['El fondo pagó fianzas.'])
    // Nothing was written in Arabic: the headings are, the text is the English one.
    expect(noor?.situation.paragraphs).toEqual(['Judges set cash bail more often.', 'More people wait.'])
    expect(bo?.share).toMatchObject({ giftsCents: '5000', people: 1, postedShareCents: '500' })
    expect(bo?.demonstrationPolicy).toBe(true)
    const token = bo?.unsubscribeUrl.split('/').at(-1) ?? ''
    expect(readUnsubscribeToken(token)).toEqual({ donorId: mails[1]?.donorId, topic: 'impact' })
    expect(readUnsubscribeToken(`${token}x`)).toBeNull()
  })

  test('the mail, the donor’s page and the file of all that is kept tell one share', async () => {
    await givenGift(team.fundId, { amount: 2_000_00n, fee: 58_30n, email: 'large@donor.example' })
    await givenGift(team.fundId, { amount: 40_00n, email: 'usual@donor.example' })
    await givenGift(team.fundId, { amount: 5_00n, fee: 45n, email: 'little@donor.example' })
    await givenSomeoneHome(team, { principal: 1_900_00n, fees: 30_00n })
    const updateId = await publish()
    // What came since is in none of the three.
    await givenGift(team.fundId, { amount: 70_00n, email: 'usual@donor.example' })
    await givenSomeoneHome(team, { principal: 1_000_00n })
    await deliverAll(updateId)

    const mails = await mailsOf(updateId)
    expect(mails).toHaveLength(3)
    for (const { donorId, props } of mails) {
      if (!donorId) throw new Error('an update goes to a donor')
      const { share } = props as unknown as ImpactUpdateProps
      const [impact] = await impactOfDonor({ donorId, language: 'en' })
      expect(impact?.share).toEqual({
        asOf: new Date(share.asOf),
        givenCents: BigInt(share.giftsCents),
        people: share.people,
        postedCents: BigInt(share.postedShareCents),
        outCents: BigInt(share.outShareCents),
        bankCents: BigInt(share.bankShareCents),
        usedCents: BigInt(share.lostShareCents),
      })
      const inFile = []
      for await (const { section, fields } of donorRows(donorId))
        if (section === 'impact') inFile.push(fields)
      expect(inFile).toEqual([
        {
          fund: 'Bail Fund',
          as_of: share.asOf,
          given_dollars: asInFile(share.giftsCents),
          people_helped_by_the_pool: '1',
          part_of_bonds_posted_dollars: asInFile(share.postedShareCents),
          part_out_on_bonds_dollars: asInFile(share.outShareCents),
          part_in_bank_dollars: asInFile(share.bankShareCents),
          part_used_dollars: asInFile(share.lostShareCents),
        },
      ])
    }
    // Something small is told as less than a dollar, nowhere as nothing.
    expect(mails.map(({ props }) => (props as unknown as ImpactUpdateProps).share.postedShareCents)).toEqual([
      expect.stringMatching(/^\d+00$/),
      '50',
      expect.stringMatching(/^\d+00$/),
    ])
  })

  test('nobody who did not ask, who said no, whose gift went back, or who gave later or elsewhere', async () => {
    await givenGift(team.fundId, { amount: 50_00n, email: 'quiet@donor.example', updates: false })
    await givenGift(team.fundId, { amount: 50_00n, email: 'stopped@donor.example' })
    const back = await givenGift(team.fundId, { amount: 50_00n, email: 'back@donor.example' })
    await givenRefund(back, 50_00n)
    const half = await givenGift(team.fundId, { amount: 50_00n, email: 'half@donor.example' })
    await givenRefund(half, 25_00n)
    const elsewhere = await givenTeam()
    await givenGift(elsewhere.fundId, { amount: 50_00n, email: 'elsewhere@donor.example' })
    const stopped = await db().donor.findUniqueOrThrow({ where: { email: 'stopped@donor.example' } })
    await endConsent({ donorId: stopped.id, topic: 'impact' })
    await endConsent({ donorId: stopped.id, topic: 'impact' })
    await givenSomeoneHome(team)
    const updateId = await publish()
    await givenGift(team.fundId, { amount: 50_00n, email: 'later@donor.example' })
    await deliverAll(updateId)
    expect((await mailsOf(updateId)).map(({ recipient }) => recipient)).toEqual(['half@donor.example'])
  })

  test('a donor whose pool period has not ended hears with the next update', async () => {
    await givenSomeoneHome(team)
    const first = await publish()
    await givenGift(team.fundId, { amount: 50_00n, email: 'new@donor.example' })
    await deliverAll(first)
    expect(await mailsOf(first)).toEqual([])
    await givenSomeoneHome(team)
    const second = await publish()
    await deliverAll(second)
    expect(await mailsOf(second)).toHaveLength(1)
  })
})

describe('never twice', () => {
  const donors = 23
  const givenDonors = async () => {
    for (let n = 0; n < donors; n++) await givenGift(team.fundId, { amount: 20_00n })
    await givenSomeoneHome(team)
    return publish()
  }

  test('killed between batches, begun again from anywhere, run by several workers at once: one mail each', async () => {
    const updateId = await givenDonors()
    await deliverUpdate({ updateId, batch: 5 })
    const after = (await db().impactDelivery.findFirst({ where: { updateId }, orderBy: { donorId: 'desc' } }))
      ?.donorId
    // The job of the next batch is there although nobody has taken it yet.
    expect(await waitingJobs(updateId)).toEqual([{ updateId, after }])
    await Promise.all([
      deliverAll(updateId, 4),
      deliverAll(updateId, 7),
      deliverAll(updateId, 3),
      deliverUpdate({ updateId, after, batch: 2 }),
    ])
    await deliverAll(updateId, 5)

    expect(await mailsOf(updateId)).toHaveLength(donors)
    const deliveries = await db().impactDelivery.findMany({ where: { updateId } })
    expect(new Set(deliveries.map(({ donorId }) => donorId)).size).toBe(donors)
  })

  test('killed inside a batch: none of it happened, and the next run does all of it', async () => {
    const updateId = await givenDonors()
    const killed = await asOwner(world.ownerUrl, null, async (owner) => {
      await owner.query('begin')
      await owner.query('lock table impact_delivery in exclusive mode')
      const attempt = deliverUpdate({ updateId, batch: 5 }).catch((error: unknown) => error)
      await until(async () => {
        await owner.query('select pg_stat_clear_snapshot()')
        const { rowCount } = await owner.query(
          "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'",
        )
        return rowCount !== 0
      })
      await owner.query('rollback')
      return attempt
    })
    expect(killed).toBeInstanceOf(Error)
    expect(await mailsOf(updateId)).toEqual([])
    await deliverAll(updateId)
    expect(await mailsOf(updateId)).toHaveLength(donors)
  })

  test('the database itself keeps a second delivery out', async () => {
    await givenGift(team.fundId, { amount: 20_00n })
    await givenSomeoneHome(team)
    const updateId = await publish()
    await deliverAll(updateId)
    const [delivery] = await db().impactDelivery.findMany({ where: { updateId } })
    if (!delivery) throw new Error('a mail was written')
    const again = inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.impactDelivery.create({
        data: { updateId, donorId: delivery.donorId, mailId: crypto.randomUUID() },
      }),
    )
    expect(await brokenRule(again)).toBe('donor_hears_of_an_update_once')
  })
})

describe('composing and publishing', () => {
  test('an update stands on a published close', async () => {
    const real = await givenTeam({ fund: { policyName: 'standard' } })
    const { closeId } = await makePublicationClose({ staffId: real.treasurer.id, fundId: real.fundId })
    expect(await refusalOf(composeUpdate({ staffId: composer, closeId, texts }))).toMatchObject({
      code: 'update_needs_a_published_close',
    })
  })

  test('who composes and who publishes is the access table’s to say', async () => {
    await givenSomeoneHome(team)
    const { closeId } = await close()
    const auditor = (await givenActor(team.fundId, ['auditor'])).id
    expect(await refusalOf(composeUpdate({ staffId: auditor, closeId, texts }))).toMatchObject({
      code: 'role_may_not',
    })
    const { updateId } = await composeUpdate({ staffId: composer, closeId, texts })
    expect(await refusalOf(publishUpdate({ updateId, staffId: composer }))).toMatchObject({
      code: 'role_may_not',
    })
    const outsider = await givenTeam()
    expect(await refusalOf(publishUpdate({ updateId, staffId: outsider.treasurer.id }))).toMatchObject({
      code: 'role_may_not',
    })
  })

  test('pressing publish twice is one publication', async () => {
    await givenSomeoneHome(team)
    const { closeId } = await close()
    const { updateId } = await composeUpdate({ staffId: composer, closeId, texts })
    const presses = await Promise.allSettled(
      [1, 2, 3].map(() => publishUpdate({ updateId, staffId: team.treasurer.id })),
    )
    expect(presses.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    expect(await refusalOf(publishUpdate({ updateId, staffId: team.treasurer.id }))).toMatchObject({
      code: 'update_already_published',
    })
  })

  test('published words stay as they were read', async () => {
    await givenSomeoneHome(team)
    const updateId = await publish()
    const addition = inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.impactUpdateText.create({ data: { updateId, language: 'ar', ...english } }),
    )
    await expect(addition).rejects.toThrow(ConstraintViolation)
  })
})

const asInFile = (cents: string) => (cents === '50' ? 'less than 1' : String(BigInt(cents) / 100n))

async function deliverAll(updateId: string, batch = 500): Promise<void> {
  let after: string | undefined
  while ((await deliverUpdate({ updateId, after, batch })) === 'more') {
    // As the job for the next batch would begin.
    after = (await waitingJobs(updateId))[0]?.after
  }
}

const waitingJobs = async (updateId: string) => {
  const rows = await db().$queryRaw<{ payload: { updateId: string; after?: string } }[]>`
    select payload from graphile_worker._private_jobs where key = ${`impact.deliver:${updateId}`}`
  return rows.map(({ payload }) => payload)
}
