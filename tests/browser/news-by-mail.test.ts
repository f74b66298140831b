import { beforeAll, expect, test } from 'vitest'
import { unsubscribeLink } from '#app/domain/impact-updates/unsubscribe-link.ts'
import { paths } from '#app/http/paths.ts'
import { sessionCookie } from '#app/http/session.ts'
import { db } from '#app/platform/db.ts'
import type { SignUpConfirmationProps } from '#emails/sign-up-confirmation.tsx'
import { useApp } from '#tests/support/app.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { scrollsSideways, useBrowser } from '#tests/support/browser.ts'
import { givenStaff } from '#tests/support/given.ts'
import { givenMail } from '#tests/support/given-mail.ts'
import { givenIntakeTeam } from '#tests/support/given-request.ts'
import { until } from '#tests/support/until.ts'
import { useWorld } from '#tests/support/world.ts'
import { tabTo } from './by-keyboard.ts'
import { givenMailThatCameBack } from './given-mail-desk.ts'
import { givenSignedIn } from './given-signed-in.ts'
import { foreignScripts, look, type Sight } from './looking.ts'
import { openersOf } from './openers.ts'

const world = await useWorld()
const app = await useApp(world)
const { visitor } = useBrowser()
const { at, pressed } = openersOf(app.url)
const slug = 'community-bail'

beforeAll(async () => {
  await givenIntakeTeam({ fund: { slug } })
})

const topicsOf = async (email: string) =>
  (await db().donorConsent.findMany({ where: { donor: { email }, endedAt: null } })).map(({ topic }) => topic)

test('sign up, confirm and stop again, in Arabic, on a phone, by keyboard, without a script', {
  timeout: 240_000,
}, async () => {
  const email = 'amal@reader.example'
  const page = await visitor({ scripts: false, width: 360, locale: 'ar' })
  const isWell = async (title: string) => {
    expect(await page.locator('h1').textContent()).toBe(title)
    expect([title, await scrollsSideways(page)]).toEqual([title, false])
  }
  const asLongAsAPersonNeeds = () => page.waitForTimeout(2_100)
  await page.goto(`${app.url}/ar`)
  await tabTo(page, page.locator('footer a[href="/ar/updates/sign-up"]'))
  await page.keyboard.press('Enter')
  await page.waitForURL(/\/ar\/updates\/sign-up$/)
  await isWell('الأخبار بالبريد الإلكتروني')

  await tabTo(page, page.locator('[name=email]'))
  await page.keyboard.type(email)
  await asLongAsAPersonNeeds()
  await page.keyboard.press('Enter')
  await page.locator('#topics-error').waitFor()
  expect(await page.locator('[name=email]').inputValue()).toBe(email)
  await tabTo(page, page.locator('#topic-news'))
  await page.keyboard.press('Space')
  expect(await page.locator('[name=language]').inputValue()).toBe('ar')
  await asLongAsAPersonNeeds()
  await tabTo(page, page.locator('main form button'))
  await page.keyboard.press('Enter')
  await page.waitForURL(/sign-up\?sent$/)
  await isWell('انظر في بريدك')
  expect(await db().donor.count({ where: { email } })).toBe(0)

  await until(
    async () => (await db().mailEvent.count({ where: { kind: 'sent', mail: { recipient: email } } })) === 1,
  )
  const mail = await db().mail.findFirstOrThrow({ where: { recipient: email } })
  const { confirmUrl } = mail.props as SignUpConfirmationProps
  await page.goto(confirmUrl)
  await isWell('هل تريد هذه الرسائل؟')
  expect(await topicsOf(email)).toEqual([])
  await tabTo(page, page.locator('main form button'))
  await page.keyboard.press('Enter')
  await page.locator('main [role=status]').waitFor()
  await isWell('أنت الآن في القائمة')
  expect(await topicsOf(email)).toEqual(['news'])

  const donor = await db().donor.findUniqueOrThrow({ where: { email } })
  const stop = unsubscribeLink({ donorId: donor.id, topic: 'news', language: 'ar' })
  await page.goto(stop)
  expect(await topicsOf(email)).toEqual(['news'])
  await tabTo(page, page.locator('main form button'))
  await page.keyboard.press('Enter')
  await page.locator('main [role=status]').waitFor()
  expect(await topicsOf(email)).toEqual([])
  expect(await scrollsSideways(page)).toBe(false)

  const again = await fetch(stop, {
    method: 'POST',
    body: new URLSearchParams({ 'List-Unsubscribe': 'One-Click' }),
  })
  expect(again.status).toBe(200)
  const forged = await fetch(`${stop}?stop`, {
    method: 'POST',
    headers: { origin: 'https://elsewhere.example' },
  })
  expect(forged.status).toBe(403)
})

test('the pages of donors in Vietnamese and Chinese, and the sign-up in Arabic', {
  timeout: 300_000,
}, async () => {
  const arabic = await visitor({ locale: 'ar' })
  const found = await look(arabic, { name: 'sign-up', open: at(paths.signUp('ar')) }, { group: 'ar' })
  for (const language of ['vi', 'zh'] as const) {
    const page = await visitor({ locale: language })
    const sights: Sight[] = [
      { name: 'home', open: at(paths.home(language)) },
      { name: 'fund', open: at(paths.fund(slug, language)) },
      { name: 'donate', open: at(paths.donate(slug, language)) },
      { name: 'donate-errors', open: pressed(paths.donate(slug, language), 'button[value=once]') },
      { name: 'sign-up', open: at(paths.signUp(language)) },
    ]
    for (const sight of sights) {
      found.push(
        ...(await look(page, sight, { group: language, all: language === 'vi' })),
        ...(await foreignScripts(page)),
      )
    }
    expect(await page.locator('header [hreflang]').count()).toBe(5)

    // Nobody has read the words of asking for help in these languages: the telephone, and the official text as English.
    found.push(
      ...(await look(page, { name: 'ask', open: at(paths.askFund(slug, language)) }, { group: language })),
    )
    expect(await page.locator('header [hreflang]').count()).toBe(3)
    expect(await page.locator('div[lang=en] main h1').count()).toBe(1)
    expect(await page.locator('aside').first().textContent()).toMatch(
      language === 'vi' ? /tiếng Việt/ : /中文/,
    )
  }
  expect(found).toEqual([])
})

test('mail for staff: what came back, and every message', { timeout: 480_000 }, async () => {
  const { id: fundId } = await db().fund.findUniqueOrThrow({ where: { slug } })
  for (let number = 0; number < 2; number++) await givenMail()
  const { mailId } = await givenMailThatCameBack()
  const { donorId } = await db().mail.findUniqueOrThrow({ where: { id: mailId } })
  const staffId = await givenStaff({ fundId, roles: ['treasurer'], name: 'Kit Example' })
  const page = await visitor({ width: 360 })
  const [name = '', value = ''] = sessionCookie(await givenSignedIn(staffId)).split(/[=;]/)
  await page.context().addCookies([{ name, value, url: app.url }])
  const preview = (search: string) => at(`${paths.mailPreview()}?${search}`)
  const found: string[] = []
  for (const sight of [
    { name: 'mail', open: at(paths.mail()) },
    { name: 'mail-sheet', open: at(paths.mailSheet(mailId)) },
    { name: 'donor-struck-off', open: at(paths.donorRecord(donorId ?? '')) },
    { name: 'mail-preview', open: preview('message=receipt&language=vi&theme=light') },
    { name: 'mail-preview-dark', open: preview('message=impact-update&language=ar&theme=dark') },
    { name: 'mail-preview-zh', open: preview('message=sign-up-confirmation&language=zh&theme=dark') },
  ])
    found.push(...(await look(page, sight, { group: 'staff', all: true })))
  expect(found).toEqual([])
  expect(await brokenBooks()).toEqual([])
})
