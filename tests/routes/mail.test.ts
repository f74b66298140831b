import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { donorTimeline } from '#app/domain/donor-records/donor-timeline.server.ts'
import { recordMailEvents } from '#app/domain/mail/record-mail-events.server.ts'
import { sendQueuedMail } from '#app/domain/mail/send-queued-mail.server.ts'
import { readSendgridEvents } from '#app/domain/mail/sendgrid-event.ts'
import { waitingForMe } from '#app/domain/waiting-for-me.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import * as donorRoute from '#app/routes/admin.donors.$donorId/route.tsx'
import * as deskRoute from '#app/routes/admin.mail/route.tsx'
import * as sheetRoute from '#app/routes/admin.mail_.$mailId.sheet.tsx'
import * as printRoute from '#app/routes/admin.mail_.$mailId.sheets.$printId.ts'
import * as previewRoute from '#app/routes/admin.mail_.preview/route.tsx'
import { messages } from '#emails/messages.ts'
import { givenGift } from '#tests/domain/pool-share/given-gifts.ts'
import { givenActor, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { factsOf, type GivenMail, givenMail } from '#tests/support/given-mail.ts'
import { args, code, keepCookie, signIn, thrown } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let elsewhere: Team
let auditor: Team['treasurer']
beforeAll(async () => {
  team = await givenTeam()
  elsewhere = await givenTeam()
  auditor = await givenActor(team.fundId, ['auditor'])
  for (const staff of [team.treasurer, team.approver, elsewhere.treasurer, auditor]) await signIn(staff)
})

type Answer = {
  data: { values: object; errors: object; refusal: { code: string } | null }
  init: { status: number }
}

async function givenBounced(): Promise<GivenMail> {
  const mail = await givenMail()
  await givenGift(team.fundId, { amount: 50_00n, email: mail.email })
  await sendQueuedMail(mail)
  const bounce = {
    ...{ sg_event_id: randomUUID(), event: 'bounce', type: 'bounce', reason: '550 no such mailbox' },
    ...{ email: mail.email, mail_id: mail.mailId, timestamp: Math.floor(Date.now() / 1000) },
  }
  await recordMailEvents({ events: readSendgridEvents(Buffer.from(JSON.stringify([bounce]))) ?? [] })
  return mail
}

const timelineOf = async (donorId: string): Promise<string[]> => {
  const fundIds = [team.fundId]
  const { events } = await inTransaction({ scope: { kind: 'staff', fundIds } }, (tx) =>
    donorTimeline(tx, { donorId, fundIds, after: null }),
  )
  return events.filter(({ staff }) => staff).map(({ kind, code }) => `${kind} ${code}`)
}

const masked = ({ email }: GivenMail) => `${email.slice(0, 1)}•••@donor.example`

describe('the desk', () => {
  const post = (form: Record<string, string>, staff = team.treasurer) =>
    args(staff, form).then((of) => deskRoute.action(of))

  test('shows what came back to those who answer for it, and to nobody else', async () => {
    const mail = await givenBounced()
    const [own, foreign] = await Promise.all(
      [team.treasurer, elsewhere.treasurer].map(async (staff) => deskRoute.loader(await args(staff))),
    )
    expect(own?.troubled).toMatchObject([
      { mailId: mail.mailId, recipient: masked(mail), problem: 'bounced', suppressed: true },
    ])
    expect(own?.struckOff.map(({ email }) => email)).toEqual([masked(mail)])
    expect(foreign?.troubled).toEqual([])
    expect(foreign?.struckOff.map(({ email }) => email)).toEqual([null])
    expect((await thrown(args(team.approver).then((of) => deskRoute.loader(of)))).status).toBe(403)

    const roles = [{ fundId: team.fundId, role: 'treasurer' as const }]
    const reader = { ...team.treasurer, roles, language: 'en' }
    expect((await waitingForMe({ staff: reader })).map(({ act, to }) => `${act} ${to}`)).toContain(
      `mail_came_back /admin/mail#${mail.mailId}`,
    )
    const foreignSheet = args(elsewhere.treasurer, undefined, { mailId: mail.mailId })
    expect((await thrown(foreignSheet.then((of) => sheetRoute.loader(of)))).status).toBe(404)
    const { mailId } = mail
    expect(await sheetRoute.loader(await args(team.treasurer, undefined, { mailId }))).toMatchObject({
      ...{ message: 'receipt', recipient: masked(mail), ready: null },
    })
    const unproved = await sheetRoute.action(await args(team.treasurer, { code: '' }, { mailId }))
    expect(unproved).toMatchObject({ init: { status: 409 } })
    const made = await sheetRoute.action(
      await args(team.treasurer, { code: code(team.treasurer) }, { mailId }),
    )
    keepCookie(team.treasurer, made)
    const printId = (made as Response).headers.get('location')?.split('made=')[1] ?? ''
    const print = await printRoute.loader(await args(team.treasurer, undefined, { mailId, printId }))
    expect(print.headers.get('content-disposition')).toMatch(/^attachment/)
    expect(print.headers.get('content-security-policy')).toContain('sandbox')
    const foreignPrint = args(elsewhere.treasurer, undefined, { mailId, printId })
    expect((await thrown(foreignPrint.then((of) => printRoute.loader(of)))).status).toBe(404)
    expect(await post({ act: 'close', mailId: mail.mailId, reason: 'not_needed' })).toMatchObject({
      status: 303,
    })
  })

  test('shows a whole address to who asks for it, once, and keeps who looked', async () => {
    const mail = await givenBounced()
    const desk = await deskRoute.loader(await args(team.treasurer))
    const suppressionId = desk.struckOff.find(({ email }) => email === masked(mail))?.id ?? ''
    expect(JSON.stringify(desk.troubled.map(({ recipient, reason }) => [recipient, reason]))).not.toContain(
      mail.email,
    )
    const ways: Record<string, string>[] = [
      { act: 'reveal', mailId: mail.mailId },
      { act: 'reveal_address', suppressionId },
    ]
    const looks = () =>
      db().auditEvent.findMany({
        where: { action: 'donor.address_revealed', actorId: team.treasurer.id },
        orderBy: { id: 'asc' },
      })
    for (const form of ways) {
      const answer = (await post(form)) as unknown as Answer & { data: { revealed: string } }
      expect(answer.data.revealed).toBe(mail.email)
      expect(((await post(form, elsewhere.treasurer)) as unknown as Answer).data.refusal?.code).toMatch(
        /^(?:mail|suppression)_unknown$/,
      )
      expect((await thrown(post(form, auditor))).status).toBe(403)
    }
    expect(
      (await looks()).map(({ subject, subjectId, fundId, detail }) => [subject, subjectId, fundId, detail]),
    ).toEqual([
      ['mail', mail.mailId, team.fundId, {}],
      ['mail_suppression', suppressionId, team.fundId, {}],
    ])
    const timeline = await inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, (tx) =>
      donorTimeline(tx, { donorId: mail.donorId, fundIds: [team.fundId], after: null }),
    )
    for (const code of ['on_mail', 'mail_came_back'])
      expect(timeline.events).toContainEqual(expect.objectContaining({ kind: 'reveal', code }))
    await post({ act: 'close', mailId: mail.mailId, reason: 'not_needed' })
  })

  test('a bad entry comes back as typed and moves nothing; a good one corrects and sends again', async () => {
    const mail = await givenBounced()
    const facts = await factsOf(mail.mailId)
    for (const [form, errors] of [
      [
        { act: 'resend', mailId: mail.mailId, to: 'no address', reason: 'donor_told_us' },
        { to: 'email_malformed' },
      ],
      [
        {
          act: 'resend',
          mailId: mail.mailId,
          to: 'a@b.example\r\nBcc: c@d.example',
          reason: 'donor_told_us',
        },
        { to: 'email_malformed' },
      ],
      [{ act: 'resend', mailId: mail.mailId, to: 'a@b.example', reason: 'guess' }, { reason: 'malformed' }],
      [{ act: 'replay', mailId: mail.mailId, more: '1' }, { more: 'unknown_field' }],
      [{ act: 'burn', mailId: mail.mailId }, { act: 'malformed' }],
    ] as [Record<string, string>, object][]) {
      const answer = (await post(form)) as unknown as Answer
      expect([answer.init.status, answer.data.errors, answer.data.values]).toEqual([422, errors, form])
    }
    const refused = (await post({
      ...{ act: 'resend', mailId: mail.mailId, to: mail.email, reason: 'donor_told_us' },
    })) as unknown as Answer
    expect([refused.init.status, refused.data.errors]).toEqual([409, { to: 'mail_is_suppressed' }])
    const foreign = (await post(
      { act: 'resend', mailId: mail.mailId, to: 'new@donor.example', reason: 'donor_told_us' },
      elsewhere.treasurer,
    )) as unknown as Answer
    expect(foreign.data.refusal?.code).toBe('mail_unknown')
    expect(await factsOf(mail.mailId)).toEqual(facts)

    const done = await post({
      act: 'resend',
      mailId: mail.mailId,
      to: ' New@donor.example ',
      reason: 'typing_mistake',
    })
    expect(done).toMatchObject({ status: 303 })
    expect(await db().donor.count({ where: { id: mail.donorId, email: 'new@donor.example' } })).toBe(1)
    expect(await timelineOf(mail.donorId)).toContain('address_corrected typing_mistake')
  })

  test('whoever is struck off is found by their whole address, on every page of the list, and on their own record', async () => {
    const oldest = await givenBounced()
    const at = Date.now()
    const crowd = Array.from({ length: 120 }, (_, n) => ({
      ...{ sg_event_id: randomUUID(), event: 'bounce', type: 'bounce', reason: '550' },
      ...{ email: `crowd${n}@donor.example`, timestamp: Math.floor(at / 1000) + 60 + n },
    }))
    await recordMailEvents({ events: readSendgridEvents(Buffer.from(JSON.stringify(crowd))) ?? [] })
    const seen: (string | null)[] = []
    for (let next: string | null = '', pages = 0; next !== null && pages < 9; pages++) {
      const search: string = next && `?after=${next}`
      const desk = await deskRoute.loader(await args(team.treasurer, undefined, {}, search))
      expect(desk.struckOff.length).toBeLessThanOrEqual(50)
      seen.push(...desk.struckOff.map(({ id }) => id))
      next = desk.next
    }
    expect(seen.length).toBe(new Set(seen).size)
    const [{ id: suppressionId } = { id: '' }] = await db().$queryRaw<{ id: string }[]>`
      select id::text from mail_suppression where address_hash = address_hash(${oldest.email})`
    expect(seen).toContain(suppressionId)

    const find = async (address: string, staff = team.treasurer) =>
      ((await post({ act: 'find', address }, staff)) as unknown as { data: { found: { id: string }[] } }).data
        .found
    expect(await find(oldest.email.toUpperCase())).toMatchObject([
      { id: suppressionId, email: masked(oldest) },
    ])
    expect(await find(oldest.email, elsewhere.treasurer)).toEqual([])
    expect(await find('nobody@donor.example')).toEqual([])
    const bad = (await post({ act: 'find', address: 'crowd' })) as unknown as Answer
    expect([bad.init.status, bad.data.errors]).toEqual([422, { address: 'email_malformed' }])

    const params = { donorId: oldest.donorId }
    const record = async () => (await donorRoute.loader(await args(team.treasurer, undefined, params))).record
    expect((await record()).mailStops).toMatchObject([{ id: suppressionId, cause: 'hard_bounce' }])
    const lift = { intent: 'lift', suppressionId, reason: 'mailbox_works_again' }
    expect(await donorRoute.action(await args(team.treasurer, lift, params))).toMatchObject({ status: 303 })
    expect((await record()).mailStops).toEqual([])
    expect(await timelineOf(oldest.donorId)).toContain('mail_allowed mailbox_works_again')
    await post({ act: 'close', mailId: oldest.mailId, reason: 'not_needed' })
  })
})

test('every message is shown with its example, in its languages and in both themes', async () => {
  const preview = async (search: string) =>
    previewRoute.loader(await args(team.treasurer, undefined, {}, search))
  for (const name of Object.keys(messages)) {
    const shown = await preview(`?message=${name}&language=es&theme=dark`)
    expect([shown.message, shown.language]).toEqual([name, 'es'])
    expect(shown.html).toContain('background-color:#1F1B16')
    expect(shown.html).not.toMatch(/<style|background-color:#FBF7F0/)
    expect(shown.text).not.toBe('')
  }
  expect(await preview('?message=receipt&language=zh')).toMatchObject({ language: 'zh', dark: false })
  expect(await preview('?message=nothing&language=tlh')).toMatchObject({ message: 'receipt', language: 'en' })
  expect(await preview('?message=audit-head&language=vi')).toMatchObject({ language: 'en' })
  expect(await db().mail.count({ where: { recipient: { contains: 'example.example' } } })).toBe(0)
})
