import { beforeAll, expect, test } from 'vitest'
import { changeSettings } from '#app/domain/donor-area/settings/change-settings.server.ts'
import { ownSettings } from '#app/domain/donor-area/settings/own-settings.server.ts'
import { composeUpdate } from '#app/domain/impact-updates/compose-update.server.ts'
import { deliverUpdate } from '#app/domain/impact-updates/deliver-update.server.ts'
import { publishUpdate } from '#app/domain/impact-updates/publish-update.server.ts'
import { readUnsubscribeToken } from '#app/domain/impact-updates/unsubscribe-link.ts'
import { makePublicationClose } from '#app/domain/transparency/make-publication-close.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import type { FundNewsProps } from '#emails/fund-news.tsx'
import { givenGift } from '#tests/domain/pool-share/given-gifts.ts'
import { givenSomeoneHome } from '#tests/domain/pool-share/given-lives.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDonor } from '#tests/support/given-donor.ts'
import { mergeBy } from '#tests/support/given-merge.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let composer: string
beforeAll(async () => {
  team = await givenTeam()
  composer = (await givenActor(team.fundId, ['intake'])).id
})

const english = {
  title: 'Summer in Larkspur',
  situation: 'Judges set cash bail more often.',
  results: 'The pool posted bail.',
  actions: 'Come to the public meeting.',
}
const publish = async (): Promise<string> => {
  const staffId = team.treasurer.id
  const { closeId } = await makePublicationClose({ staffId, fundId: team.fundId })
  const { updateId } = await composeUpdate({
    staffId: composer,
    closeId,
    texts: { en: english, es: english },
  })
  await publishUpdate({ updateId, staffId })
  return updateId
}
async function deliverAll(updateId: string): Promise<void> {
  while ((await deliverUpdate({ updateId })) === 'more');
}

test('readers who asked for news hear of it without a share, once in three months, and can stop it with one click', async () => {
  const reader = async (email: string, topics: string[]) =>
    inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.donor.create({
        data: {
          ...{ email, name: '', language: 'vi' },
          donorConsents: {
            create: topics.map((topic) => ({ topic, givenAt: new Date(), source: 'donor settings' })),
          },
        },
      }),
    )
  const { id: linh } = await reader('linh@reader.example', ['news', 'impact'])
  await reader('only-impact@reader.example', ['impact'])
  const both = await reader('both@donor.example', ['news'])
  await givenGift(team.fundId, { amount: 50_00n, email: 'both@donor.example' })
  await givenSomeoneHome(team, { principal: 2_010_00n })
  const impactMails = (updateId: string) =>
    db().mail.findMany({ where: { dedupeKey: { startsWith: `impact:${updateId}:` } } })
  const news = () => db().mail.findMany({ where: { message: 'fund-news' } })
  const updateId = await publish()
  await deliverAll(updateId)
  await deliverAll(updateId)
  const [mail, ...others] = await news()
  expect([mail?.recipient, mail?.language, mail?.topic, others]).toEqual([
    'linh@reader.example',
    ...['vi', 'news', []],
  ])
  expect((await impactMails(updateId)).map(({ donorId }) => donorId)).toEqual([both.id])
  const props = mail?.props as unknown as FundNewsProps
  expect(props.results.paragraphs).toEqual(['The pool posted bail.'])
  expect(props).not.toHaveProperty('share')
  expect(readUnsubscribeToken(props.unsubscribeUrl.split('/').at(-1) ?? '')).toEqual({
    donorId: linh,
    topic: 'news',
  })
  await deliverAll(await publish())
  expect(await news()).toHaveLength(1)
})

test('whoever was joined is one reader: what either address asked for stands in their settings, is mailed once, and ends at both', async () => {
  const asking = async (email: string, topics: string[]) => {
    const donorId = await givenDonor({ email })
    await inTransaction({ scope: { kind: 'system' } }, (tx) =>
      tx.donorConsent.createMany({
        data: topics.map((topic) => ({ donorId, topic, givenAt: new Date(), source: 'donor settings' })),
      }),
    )
    return donorId
  }
  const joined = async (to: string, away: string) => {
    await mergeBy(team.treasurer, { survivorId: to, mergedId: away })
    return to
  }
  const reader = await joined(
    await asking('reads@reader.example', ['news']),
    await asking('reads.old@reader.example', ['news']),
  )
  const giver = await givenDonor({ email: 'gives@donor.example' })
  const old = await asking('gives.old@donor.example', ['impact', 'news'])
  await givenGift(team.fundId, { amount: 50_00n, email: 'gives.old@donor.example' })
  await joined(giver, old)
  expect((await ownSettings({ donorId: giver })).topics).toEqual(['impact', 'news'])
  await givenSomeoneHome(team, { principal: 2_010_00n })

  await deliverAll(await publish())
  const told = async () => {
    const mails = await db().mail.findMany({
      where: { donorId: { in: [reader, giver, old] }, topic: { not: null } },
      orderBy: { message: 'asc' },
    })
    return mails.map(({ recipient, message }) => [recipient, message])
  }
  expect(await told()).toEqual([
    ['reads@reader.example', 'fund-news'],
    ['gives@donor.example', 'impact-update'],
  ])

  await changeSettings({ donorId: giver, change: { intent: 'topics', topics: ['news'] } })
  expect((await ownSettings({ donorId: giver })).topics).toEqual(['news'])
  expect(
    await db().donorConsent.count({
      where: { topic: 'impact', donorId: { in: [giver, old] }, endedAt: null },
    }),
  ).toBe(0)
  await deliverAll(await publish())
  expect((await told()).filter(([, message]) => message === 'impact-update')).toHaveLength(1)
})
