import { expect, test } from 'vitest'
import { catalogs } from '#app/words/catalogs.ts'
import { type Language, languages } from '#app/words/languages.ts'
import { type MessageName, type MessageProps, messages, staffMessages } from '#emails/messages.ts'
import { colors, darkColors } from '#emails/parts/look.ts'
import { renderMessage } from '#emails/render.tsx'

const names = Object.keys(messages) as MessageName[]

test.each(names.flatMap((name) => languages.map((language) => [name, language] as const)))(
  '%s in %s is whole',
  async (name, language) => {
    await expectWhole(name, messages[name].example, language)
  },
)

const receipt = messages.receipt.example
const impact = messages['impact-update'].example
const { organization } = receipt

const others: Variant[] = [
  variant('receipt', 'of a single gift', { monthly: undefined, card: null }),
  variant('receipt', 'of a renewal, the last one', {
    monthly: { first: false, nextAt: null, cancelUrl: 'https://give.lakeshore.example/stop' },
  }),
  variant('receipt', 'that corrects another', { replaces: '2026-000401', demonstration: true }),
  variant('receipt', 'of a sponsored project without EIN or contact', {
    organization: {
      ...organization,
      taxProfile: 'us_sponsored',
      sponsor: 'Example Sponsor',
      ein: null,
      contactEmail: null,
    },
  }),
  variant('receipt', 'that is not deductible', {
    organization: { ...organization, taxProfile: 'not_deductible' },
  }),
  variant('receipt', 'of another tax profile', { organization: { ...organization, taxProfile: 'other' } }),
  variant('receipt', 'for a check', { card: null, monthly: undefined, giftKind: 'check' }),
  variant('receipt', 'of thanks to an adviser', {
    ...{
      card: null,
      monthly: undefined,
      giftKind: 'donor_advised_fund',
      paper: 'thanks',
      payer: 'Larkspur Giving',
    },
  }),
  variant('receipt', 'for stock, without a value', {
    ...{
      card: null,
      monthly: undefined,
      giftKind: 'stock',
      paper: 'in_kind',
      description: '12.5 shares of LARK',
    },
  }),
  variant('receipt', 'for a grant', {
    ...{ card: null, monthly: undefined, giftKind: 'grant', paper: 'grant', payer: 'Example Foundation' },
  }),
  variant('receipt', 'from a card without a known brand', { card: { brand: 'unknown', last4: '0000' } }),
  variant('impact-update', 'for a group below k', {
    share: { ...impact.share, people: null },
    demonstrationPolicy: false,
  }),
  variant('impact-update', 'of a fund that posted nothing yet', {
    share: {
      ...impact.share,
      people: 1,
      postedShareCents: '0',
      outShareCents: '0',
      bankShareCents: '0',
      lostShareCents: '0',
    },
  }),
  variant('refund-notice', 'of the whole gift', { remainingCents: '0', card: null }),
  variant('refund-notice', 'of a check that came back', {
    ...{ remainingCents: '0', card: null, undone: 'returned_by_bank' },
  }),
  variant('refund-notice', 'of a grant that was given back', {
    ...{ remainingCents: '0', card: null, undone: 'given_back', letter: true },
  }),
  variant('refund-notice', 'of stock that was given back', {
    ...{ remainingCents: '0', card: null, undone: 'given_back', letter: true },
    description: '12.5 shares of LARK',
  }),
  variant('refund-notice', 'of a gift that is not deductible', { taxProfile: 'not_deductible' }),
  variant('dispute-notice', 'of a part of the gift', {
    amountCents: '2000',
    remainingCents: '5643',
    card: null,
  }),
  variant('payment-failed', 'for the last time', { nextTryAt: null }),
  variant('monthly-changed', 'for words of a day to come', {
    change: 'purpose_ahead',
    ...{ fund: 'Bail Fund', purpose: 'To pay more.' },
    purposeFrom: '2026-11-10T06:00:00Z',
  }),
  variant('monthly-cancelled', 'after the last try of a card', {
    cardRefused: { giveUrl: 'https://give.lakeshore.example/funds/lakeshore-community-bail-fund/donate' },
  }),
  variant('monthly-cancelled', 'after the last try of a card, for a fund that takes nothing now', {
    cardRefused: { giveUrl: null },
  }),
  variant('card-needed', 'for a card that ends this month', { why: 'expires_now' }),
  variant('card-needed', 'that someone asked for', { why: 'asked', card: null }),
  variant('disbursement-waiting', 'for two', { approvalsMissing: 2 }),
]

test.each(
  others.flatMap((one) => languages.map((language) => [one.name, one.what, language, one.props] as const)),
)('%s %s in %s is whole', async (name, _, language, props) => {
  await expectWhole(name, props, language)
})

test('a receipt says what was charged, in the organization’s time zone', async () => {
  const { subject, text } = await renderMessage('receipt', receipt, 'en')
  expect(subject).toBe('Your receipt for $76.43 (2026-000418)')
  expect(text).toMatchInlineSnapshot(`
    "Thank you, Robin Example

    We received your first monthly gift of $76.43 on September 14, 2026. This is your receipt.

    Receipt number: 2026-000418
    Date of the gift: September 14, 2026
    Given by: Robin Example
    Paid with: Visa ending in 4242
    Gift to Lakeshore Community Bail Fund: $50.00
    Card fees you added, Lakeshore Community Bail Fund: $1.43
    Gift to Lakeshore Immigration Bond Fund: $25.00
    Total charged: $76.43

    Your gift joins a shared pool. Bail money usually comes back when a case ends, and is used again. Some is lost. It is not returned to you.


    For your taxes

    Lakeshore Bail Fund, Inc. is a charity under section 501(c)(3) of the Internal Revenue Code (EIN 00-0000000). No goods or services were provided in exchange for this gift.

    Please keep this receipt with your records.


    Notices required by states

    Registered in a fictional state under number XX-000000. Registration does not imply endorsement.


    Your monthly gift

    The next payment is on October 14, 2026. You can stop any time with one click.

    Stop this monthly gift:
    https://give.lakeshore.example/monthly/stop/eyJ0b2tlbiI6ImV4YW1wbGUifQ

    ---

    Questions? Write to hello@lakeshore.example. A person will answer.

    Lakeshore Bail Fund, Inc.
    EIN 00-0000000
    100 Example Street
    Springfield, IL 62701
    "
  `)
})

test('a translated receipt carries the legal text in English too', async () => {
  const legal = 'No goods or services were provided in exchange for this gift.'
  for (const language of ['es', 'ar', 'vi', 'zh'] as const) {
    const { html, text } = await renderMessage('receipt', receipt, language)
    expect(html).toMatch(/<p lang="en" dir="ltr"[^>]*>Lakeshore Bail Fund, Inc\. is a charity/)
    expect(text).toContain(legal)
  }
  expect((await renderMessage('receipt', receipt, 'en')).text.split(legal)).toHaveLength(2)
})

test('a share is told in whole dollars, and below one dollar not at all', async () => {
  const { text } = await renderMessage('impact-update', impact, 'en')
  expect(text).toContain('Your $50 is part of a shared pool.')
  expect(text).toContain('14 people went home')
  expect(text).toContain('Fees and losses: less than $1')
  expect(text).toContain('Figures to September 30, 2026.')
})

test('a group below k is not counted in front of the reader', async () => {
  const share = { ...impact.share, people: null }
  const { html } = await renderMessage('impact-update', { ...impact, share }, 'en')
  expect(html).toContain('still small')
  expect(html).not.toContain('went home')
})

test('mail to staff comes in English where its words are not complete, and from left to right', async () => {
  for (const name of staffMessages) {
    const inArabic = await renderMessage(name, messages[name].example as never, 'ar')
    expect(inArabic).toEqual(await renderMessage(name, messages[name].example as never, 'en'))
  }
})

test('a line break in a fact never reaches the subject', async () => {
  for (const fund of ['Fund\r\nBcc: all@example.org', 'Fund\nX', 'Fund\0']) {
    await expect(renderMessage('impact-update', { ...impact, fund }, 'en')).rejects.toThrow(RangeError)
  }
})

test('what people wrote stays text', async () => {
  const donorName = '<script>alert(1)</script> {name} "&'
  const { html, text } = await renderMessage('receipt', { ...receipt, donorName }, 'en')
  expect(html).not.toContain('<script')
  expect(text).toContain(donorName)
})

test('every text can be read on its ground, in both themes', () => {
  for (const palette of [colors, darkColors]) {
    for (const name of ['ink', 'quiet', 'teal'] as const) {
      expect(contrast(palette[name], palette.paper), name).toBeGreaterThanOrEqual(4.5)
    }
  }
})

type Variant = { [N in MessageName]: { name: N; what: string; props: MessageProps[N] } }[MessageName]

function variant<N extends MessageName>(name: N, what: string, change: Partial<MessageProps[N]>) {
  return { name, what, props: { ...messages[name].example, ...change } } as Variant
}

async function expectWhole(name: MessageName, props: MessageProps[MessageName], language: Language) {
  expect(JSON.parse(JSON.stringify(props))).toEqual(props)
  const { subject, html, text } = await renderMessage(name, props as never, language)
  const sheet = html.replace(/<style>[\s\S]*?<\/style>/, '')

  for (const part of [subject, sheet, text]) {
    expect(part.trim()).not.toBe('')
    expect(part).not.toMatch(/undefined|null|NaN|\[object|\{\w|\{\{|#\s*}/)
    for (const key of everyKey) expect(part).not.toContain(key)
  }
  expect(subject).not.toMatch(/[\r\n]/)
  expect(text).not.toMatch(/<\/?[a-z]|&[a-z]+;/)
  for (const [, address = ''] of sheet.matchAll(/href="([^"]*)"/g)) expect(text).toContain(address)

  const direction = writtenIn(name, language) === 'ar' ? 'rtl' : 'ltr'
  expect(html).toContain(`<html dir="${direction}" lang="${writtenIn(name, language)}"`)
  for (const [tag] of sheet.matchAll(/<(?:body|table|th)\b[^>]*>/g))
    expect(tag).toContain(`dir="${direction}"`)

  expect(html).toContain('name="color-scheme" content="light dark"')
  expect(html).not.toMatch(/<img|<link|<script|src=|url\(|@import|@font-face/)
  // Gmail hides what comes after 102 kB.
  expect(Buffer.byteLength(html)).toBeLessThan(100_000)
}

const writtenIn = (name: MessageName, language: Language) =>
  staffMessages.has(name) && language !== 'es' ? 'en' : language

const everyKey = ['mail', 'staff-mail'].flatMap((namespace) =>
  Object.keys(catalogs.en[namespace] ?? {}).filter((key) => key.includes('.')),
)

/** WCAG 2.2 contrast ratio of two #RRGGBB colours. */
function contrast(one: string, other: string) {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a)
  return (light + 0.05) / (dark + 0.05)
}

function luminance(color: string) {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4
  })
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue
}
