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
      ...(undone ? { undone } : {}),
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
