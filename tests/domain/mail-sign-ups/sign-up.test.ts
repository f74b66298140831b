import { randomUUID } from 'node:crypto'
import { beforeAll, expect, test } from 'vitest'
import { changeSettings } from '#app/domain/donor-area/settings/change-settings.server.ts'
import { recordMailEvents } from '#app/domain/mail/record-mail-events.server.ts'
import { sendQueuedMail } from '#app/domain/mail/send-queued-mail.server.ts'
import { readSendgridEvents } from '#app/domain/mail/sendgrid-event.ts'
import { askToSignUp } from '#app/domain/mail-sign-ups/ask-to-sign-up.server.ts'
import { confirmSignUp } from '#app/domain/mail-sign-ups/confirm-sign-up.server.ts'
import { eraseUnconfirmed } from '#app/domain/mail-sign-ups/erase-unconfirmed.server.ts'
import { SignUpForm } from '#app/domain/mail-sign-ups/sign-up-form.ts'
import { readSignUpToken } from '#app/domain/mail-sign-ups/sign-up-link.ts'
import { signUpOf } from '#app/domain/mail-sign-ups/sign-up-of.server.ts'
import { db } from '#app/platform/db.ts'
import type { SignUpConfirmationProps } from '#emails/sign-up-confirmation.tsx'
import { givenGift } from '#tests/domain/pool-share/given-gifts.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { factsOf, openTopics } from '#tests/support/given-mail.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
let team: Team
beforeAll(async () => {
  team = await givenTeam()
})

const ask = (email: string, topics = ['news'], address: string = randomUUID()) =>
  askToSignUp({ form: SignUpForm.parse({ email, topics, language: 'ar' }), address })
const mailsTo = (email: string) =>
  db().mail.findMany({ where: { recipient: email }, orderBy: { recordedAt: 'asc' } })
async function linkTo(email: string): Promise<string> {
  const mail = (await mailsTo(email)).at(-1)
  const url = (mail?.props as SignUpConfirmationProps | undefined)?.confirmUrl ?? ''
  expect(url).toContain('/ar/updates/confirm/')
  return readSignUpToken(url.split('/').at(-1) ?? '') ?? ''
}

test('nothing is agreed to until the mailbox says so, and then once', async () => {
  const email = 'amal@reader.example'
  await ask(' Amal@Reader.example ', ['news', 'impact', 'news'])
  const [mail] = await mailsTo(email)
  expect(mail).toMatchObject({ message: 'sign-up-confirmation', language: 'ar', topic: null })
  expect(await db().donor.count({ where: { email } })).toBe(0)

  const signUpId = await linkTo(email)
  expect(await signUpOf(signUpId)).toEqual({ topics: ['impact', 'news'], confirmed: false })
  expect(new Set(await Promise.all(Array.from({ length: 20 }, () => confirmSignUp({ signUpId }))))).toEqual(
    new Set([true]),
  )
  const donor = await db().donor.findUniqueOrThrow({ where: { email } })
  expect([donor.name, donor.language]).toEqual(['', 'ar'])
  expect(await openTopics(donor.id)).toEqual(['impact', 'news'])
  expect(await signUpOf(signUpId)).toMatchObject({ confirmed: true })

  await givenGift(team.fundId, { amount: 50_00n, email, updates: false })
  await givenGift(team.fundId, { amount: 50_00n, email, updates: true })
  expect(await db().donor.findUnique({ where: { email } })).toMatchObject({
    id: donor.id,
    name: 'Alex Example',
  })
  expect(await openTopics(donor.id)).toEqual(['impact', 'news'])
  expect(await brokenBooks()).toEqual([])
})

test('made-up, unknown and late links agree to nothing, and what nobody confirmed is removed', async () => {
  await ask('late@reader.example')
  const signUpId = await linkTo('late@reader.example')
  for (const token of ['', signUpId, `${signUpId}.`, `${signUpId}.AAAA`, `${randomUUID()}.${'A'.repeat(43)}`])
    expect(readSignUpToken(token)).toBeNull()
  expect(await confirmSignUp({ signUpId: randomUUID() })).toBe(false)

  await asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query('alter table mail_sign_up disable trigger user')
    await owner.query(
      `update mail_sign_up set asked_at = asked_at - interval '8 days', expires_at = expires_at - interval '8 days' where id = $1`,
      [signUpId],
    )
    await owner.query('alter table mail_sign_up enable trigger user')
  })
  expect(await signUpOf(signUpId)).toBeNull()
  expect(await confirmSignUp({ signUpId })).toBe(false)
  const before = await db().mailSignUp.count()
  await eraseUnconfirmed()
  expect(await db().mailSignUp.count()).toBe(before - 1)
  expect(await db().mailSignUp.count({ where: { confirmedAt: { not: null } } })).toBeGreaterThan(0)
})

test('whoever asks learns nothing of an address, and cannot fill a mailbox', async () => {
  await givenGift(team.fundId, { amount: 50_00n, email: 'known@donor.example' })
  for (const email of ['known@donor.example', 'stranger@reader.example']) {
    for (let times = 0; times < 4; times++) expect(await ask(email)).toBeUndefined()
    expect((await mailsTo(email)).filter(({ message }) => message === 'sign-up-confirmation')).toHaveLength(2)
  }
  const office = randomUUID()
  for (let times = 0; times < 20; times++) await ask(`reader-${times}@reader.example`, ['news'], office)
  expect(await refusalOf(ask('one-more@reader.example', ['news'], office))).toMatchObject({
    code: 'too_many_tries',
  })
})

test('who stopped all topics in their mail program can ask for them anew; who called us spam is left alone', async () => {
  const tell = (email: string, event: string) =>
    recordMailEvents({
      events:
        readSendgridEvents(
          Buffer.from(
            JSON.stringify([{ sg_event_id: randomUUID(), event, email, timestamp: 1_790_000_000 }]),
          ),
        ) ?? [],
    })
  const outcome = async (email: string) => {
    await ask(email)
    const mail = (await mailsTo(email)).at(-1)
    await sendQueuedMail({ mailId: mail?.id ?? '' })
    return factsOf(mail?.id ?? '')
  }
  await tell('back@reader.example', 'unsubscribe')
  expect(await outcome('back@reader.example')).toEqual(['attempted', 'sent'])
  await confirmSignUp({ signUpId: await linkTo('back@reader.example') })
  const [ended] = await db().$queryRaw<{ suppressed: boolean }[]>`
    select is_suppressed('back@reader.example', 'news') as suppressed`
  expect(ended?.suppressed).toBe(false)

  // So can a donor on their own pages, who came there by a link to this mailbox.
  await tell('back@reader.example', 'unsubscribe')
  const donor = await db().donor.findUniqueOrThrow({ where: { email: 'back@reader.example' } })
  for (const topics of [[], ['news']] as const)
    await changeSettings({ donorId: donor.id, change: { intent: 'topics', topics: [...topics] } })
  const [again] = await db().$queryRaw<{ suppressed: boolean }[]>`
    select is_suppressed('back@reader.example', 'news') as suppressed`
  expect(again?.suppressed).toBe(false)

  await tell('spam@reader.example', 'spamreport')
  expect(await outcome('spam@reader.example')).toEqual(['suppressed address'])
})

test.each([
  [{ email: '' }, 'address_empty'],
  [{ email: 'no address' }, 'email_malformed'],
  [{ email: 'a@b.example\r\nBcc: all@example.org' }, 'email_malformed'],
  [{ email: `${'a'.repeat(250)}@b.example` }, 'email_too_long'],
  [{ topics: [] }, 'topics_missing'],
  [{ topics: ['everything'] }, 'topics_missing'],
  [{ topics: undefined }, 'topics_missing'],
  [{ language: 'tlh' }, 'malformed'],
])('%o is refused: %s', (change, code) => {
  const read = SignUpForm.safeParse({ email: 'a@b.example', topics: ['news'], language: 'en', ...change })
  expect(read.error?.issues.map(({ message }) => message)).toContain(code)
})
