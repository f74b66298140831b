import { expect, test } from 'vitest'
import { languages } from '#app/words/languages.ts'
import { messages } from '#emails/messages.ts'
import { renderMessage } from '#emails/render.tsx'

const refundNotice = messages['refund-notice'].example
const papers = [
  ['receipt', {}],
  ['letter', { letter: true }],
  ['stock', { letter: true, description: '12.5 shares of LARK' }],
] as const
const profiles = ['us_501c3', 'us_sponsored', 'not_deductible', 'other'] as const
const taxWords = { en: /\btax/i, es: /impuesto|fiscal/i, ar: /ضرائب/, vi: /thuế/i, zh: /税/ }

test.each(
  papers.flatMap(([paper, of]) =>
    profiles.flatMap((taxProfile) =>
      (['given_back', 'entered_wrongly', undefined] as const).flatMap((undone) =>
        ['0', '5643'].map((remainingCents) => [paper, taxProfile, undone, remainingCents, of] as const),
      ),
    ),
  ),
)(
  'the undoing of a gift with a %s, %s, %s, of which %s cents remain, is told in the words of its paper',
  async (paper, taxProfile, undone, remainingCents, of) => {
    if (paper !== 'receipt' && !undone) return
    // Without its tax number, whose name is a word on taxes too.
    const entity = { ...refundNotice.organization, ein: null }
    const props = {
      ...{ ...refundNotice, ...of, taxProfile, remainingCents, card: null, organization: entity },
      ...(undone ? { undone, inPart: undone === 'given_back' && remainingCents !== '0' } : {}),
    }
    for (const language of languages) {
      const { subject, html, text } = await renderMessage('refund-notice', props, language)
      for (const said of [subject + html.replace(/<style>.*?<\/style>|<[^>]*>/gs, ' '), subject + text]) {
        expect(taxWords[language].test(said), said).toBe(
          paper === 'receipt' && taxProfile !== 'not_deductible',
        )
        if (paper === 'stock') expect(said).not.toMatch(/\$|20\.00|56\.43/)
        if (paper === 'stock') expect(said).toContain('12.5')
      }
    }
  },
)

test('a part that is given back is told as a part, and the paper as what it still stands for', async () => {
  const part = { ...refundNotice, card: null, undone: 'given_back', inPart: true } as const
  const { subject, text } = await renderMessage('refund-notice', part, 'en')
  expect(subject).toBe('We gave back a part of your gift')
  expect(text).toContain('we gave back $20.00 of your gift')
  expect(text).toContain('only $56.43 of receipt')
  expect(text).not.toContain('no longer counts')

  const last = await renderMessage('refund-notice', { ...part, remainingCents: '0' }, 'en')
  expect(last.subject).toContain('no longer counts')
  expect(last.text).toContain('we gave back $20.00 of your gift')
})
