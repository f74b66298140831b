import { inflateSync } from 'node:zlib'
import { describe, expect, test } from 'vitest'
import { giftKinds, paperOf } from '#app/domain/receipts/gift-kind.ts'
import { type DocumentFacts, receiptDocument } from '#app/domain/receipts/receipt-document.ts'
import type { Paper } from '#app/platform/pdf/paper.ts'
import { writePdf } from '#app/platform/pdf/write-pdf.ts'
import { catalogs } from '#app/words/catalogs.ts'
import { languages } from '#app/words/languages.ts'
import { example } from '#emails/receipt.tsx'
import { hasPoppler, readPdf } from '#tests/support/pdf-text.ts'
import { saidIn } from '#tests/support/sample-papers.ts'

const { monthly: _, ...mailed } = example
const facts: DocumentFacts = {
  ...mailed,
  giftKind: 'card',
  wentBack: [],
  disclosures: [],
  madeAt: '2026-09-15T03:00:00Z',
}
const profiles = ['us_501c3', 'us_sponsored', 'not_deductible', 'other'] as const
const taxed = (taxProfile: (typeof profiles)[number]) => ({
  ...facts.organization,
  taxProfile,
  sponsor: 'Prairie Commons Foundation',
})

const said = (paper: Paper): string => saidIn(paper).join('\n')

describe('what is said, by how the gift came and what the organization is for taxes', () => {
  test.each(languages)(
    '%s: each has its words, and the official ones stand under a translation',
    (language) => {
      for (const giftKind of giftKinds) {
        for (const profile of profiles) {
          const of = {
            ...facts,
            giftKind,
            organization: taxed(profile),
            payer: 'Prairie Charitable',
            description: '10 shares of Example Corp.',
          }
          const text = said(receiptDocument(of, language))
          expect(text).not.toMatch(/\{|\}|documents:|undefined/)
          const official = said(receiptDocument(of, 'en'))
          const legal = official
            .split('\n')
            .filter((line) => /goods or services|501\(c\)\(3\)|tax/.test(line) && line.length > 40)
          if (paperOf[giftKind] === 'receipt') for (const line of legal) expect(text).toContain(line)
        }
      }
    },
  )

  test('thanks for a gift of a donor-advised fund hold no word on taxes', () => {
    for (const profile of profiles) {
      const text = said(
        receiptDocument(
          {
            ...facts,
            giftKind: 'donor_advised_fund',
            organization: taxed(profile),
            payer: 'Prairie Charitable',
          },
          'en',
        ),
      )
      expect(text).not.toMatch(/tax|deduct|501|goods or services|charity/i)
      expect(text).toContain('Prairie Charitable')
    }
  })

  test('stock and goods are described and never valued', () => {
    for (const giftKind of ['stock', 'goods'] as const) {
      const text = said(
        receiptDocument({ ...facts, giftKind, description: '10 shares of Example Corp.' }, 'en'),
      )
      expect(text).toContain('10 shares of Example Corp.')
      expect(text).not.toMatch(/\$|76\.43|\d+\.\d\d/)
      expect(text).toContain('No goods or services were provided in exchange for this gift.')
    }
  })

  test('an organization whose gifts are not deductible never reads as a charity', () => {
    for (const giftKind of giftKinds) {
      const text = said(receiptDocument({ ...facts, giftKind, organization: taxed('not_deductible') }, 'en'))
      expect(text).not.toMatch(/is a charity/)
    }
  })

  test('each tax profile says its own: who the charity is, that nothing is deductible, or whom to ask', () => {
    const own = {
      us_501c3: 'Lakeshore Bail Fund, Inc. is a charity under section 501(c)(3)',
      us_sponsored: 'receives gifts through its fiscal sponsor, Prairie Commons Foundation, a charity under',
      not_deductible: 'Gifts to Lakeshore Bail Fund, Inc. are not tax-deductible.',
      other: 'Ask a tax adviser how a gift to Lakeshore Bail Fund, Inc. is treated.',
    }
    for (const giftKind of giftKinds.filter((kind) => paperOf[kind] === 'receipt')) {
      for (const profile of profiles) {
        const text = said(receiptDocument({ ...facts, giftKind, organization: taxed(profile) }, 'en'))
        const found = profiles.filter((each) => text.includes(own[each]))
        expect(found, `${giftKind} ${profile}`).toEqual([profile])
      }
    }
  })

  test('the legal sentences of the paper are those of the mail', () => {
    for (const language of languages) {
      for (const profile of profiles) {
        expect(catalogs[language].documents?.[`tax.${profile}`]).toBe(
          catalogs[language].mail?.[`receipt.tax.${profile}`],
        )
      }
    }
  })

  test('a corrected receipt names the old one; one printed after a refund says what is left; a demonstration says so', () => {
    const text = said(
      receiptDocument(
        {
          ...facts,
          replaces: '2026-000400',
          demonstration: true,
          wentBack: [{ how: 'refund', cents: '2643', at: '2026-10-01T12:00:00Z' }],
          disclosures: [
            {
              english: 'A copy of the latest report may be had from the Attorney General.',
              translated: null,
            },
          ],
        },
        'en',
      ),
    )
    expect(text).toContain('corrects and replaces receipt 2026-000400')
    expect(text).toContain('$26.43 was refunded on October 1, 2026.')
    expect(text).toContain('$50.00 of this receipt still counts as a gift.')
    expect(text).toContain('This is a demonstration.')
    expect(text).toContain('Attorney General')
    const none = {
      ...facts,
      wentBack: [{ how: 'dispute', cents: '7643', at: '2026-10-01T12:00:00Z' }] as const,
    }
    expect(said(receiptDocument({ ...none, wentBack: [...none.wentBack] }, 'en'))).toContain(
      'no longer counts as a gift',
    )
  })
})

/** What each language says of taxes. */
const taxWords = {
  en: /\btax|deduct/i,
  es: /impuesto|fiscal|deduc/i,
  ar: /ضرائب|ضريب/,
  vi: /thuế/i,
  zh: /税/,
}

describe('what is said of a gift that was undone, whole and in part', () => {
  const undone = { whole: '7643', part: '2643' }
  const table = giftKinds.flatMap((giftKind) =>
    profiles.flatMap((profile) =>
      (['whole', 'part'] as const).map((much) => [giftKind, profile, much] as const),
    ),
  )
  const paper = ({ giftKind, profile, cents }: Told, language: (typeof languages)[number]) =>
    saidIn(
      receiptDocument(
        {
          ...facts,
          ...{ giftKind, organization: taxed(profile), card: null },
          ...{ payer: 'Prairie Charitable', description: '10 shares of Example Corp.' },
          wentBack: cents === null ? [] : [{ how: 'reversal', cents, at: '2026-10-01T12:00:00Z' }],
        },
        language,
      ),
    )
  type Told = {
    giftKind: (typeof giftKinds)[number]
    profile: (typeof profiles)[number]
    cents: string | null
  }

  test.each(table)('%s, %s, %s: in the words of its paper', (giftKind, profile, much) => {
    for (const language of languages) {
      const before = new Set(paper({ giftKind, profile, cents: null }, language))
      const added = paper({ giftKind, profile, cents: undone[much] }, language)
        .filter((line) => !before.has(line))
        .join('\n')
      expect(added).not.toMatch(/^$|\{|\}|documents:|undefined/)
      const isTaxed = paperOf[giftKind] === 'receipt' && profile !== 'not_deductible' && much === 'whole'
      expect(taxWords[language].test(added), added).toBe(isTaxed)
      expect(/\$/.test(added), added).toBe(paperOf[giftKind] !== 'in_kind')
      if (language !== 'en') continue
      expect(/receipt/i.test(added), added).toBe(paperOf[giftKind] === 'receipt')
    }
  })
})

/** The same sentence whose copy every reader must get, each in their language. */
const copied = {
  en: ['$76.43', 'Thank you.', '501(c)(3)', 'Card fees you added'],
  es: ['$76.43', 'Gracias.', 'Código de Impuestos Internos', 'Comisiones de tarjeta'],
  ar: ['إيصال', 'منظمة خيرية', 'النص الرسمي باللغة الإنجليزية', '76.43'],
  vi: ['$76.43', 'Biên nhận', 'Bộ luật Thuế vụ Hoa Kỳ', 'được dùng tiếp'],
  zh: ['$76.43', '收据', '国内税收法', '慈善组织'],
}

describe.runIf(hasPoppler)('as another program reads it', () => {
  test.each(languages)('%s: text, tags, language and embedded fonts', async (language) => {
    const { text, tags, info, fonts, bytes } = await readPdf(writePdf(receiptDocument(facts, language)))
    for (const words of copied[language]) expect(text).toContain(words)
    for (const words of ['2026-000418', 'Robin Example', 'Lakeshore Bail Fund, Inc.'])
      expect(text).toContain(words)
    expect(info).toMatch(/Tagged:\s+yes/)
    expect(info).toMatch(/Page size:\s+612 x 792/)
    expect(bytes.toString('latin1')).toMatch(new RegExp(`/Lang \\(${language}\\)`))
    expect(bytes.toString('latin1')).toContain('/DisplayDocTitle true')
    for (const tag of ['Document', 'Figure', 'H1', 'H2', 'P (block)', 'Table', 'TR', 'TH', 'TD'])
      expect(tags).toContain(tag)
    expect(tags).not.toMatch(/Page 1|صفحة 1/)
    for (const line of fonts.trim().split('\n').slice(2)) expect(line).toMatch(/\+Noto.*yes yes yes/)
    expect(bytes.length).toBeLessThan(120_000)
  })

  test('Arabic stands in the order in which it is read, in the copy and in the tags', async () => {
    const { text, actual } = await readPdf(writePdf(receiptDocument(facts, 'ar')))
    expect(text).toContain('الداخلية الأمريكي')
    expect(text).toContain('تعود أموال الكفالة')
    expect(actual).toContain('إيصال')
    expect(actual.join('\n')).toContain('استلمنا تبرعك بمبلغ 76.43 $ في')
    expect(actual.join('\n')).toContain('المادة 501(c)(3) من')
  })

  test('Arabic letters are drawn joined: one shape at a word’s beginning, others within it, at its end and alone', async () => {
    const { bytes } = await readPdf(writePdf(receiptDocument(facts, 'ar')))
    // Each face tells for every drawn shape the letter that it stands for: unjoined text would draw one shape of lam.
    const lam = cmapsOf(bytes).map((face) => face.match(/<0644>/g)?.length ?? 0)
    expect(Math.max(...lam)).toBeGreaterThanOrEqual(3)
  })

  const hostile = {
    'Nguyễn Thị Ánh Tuyết': 'Nguyễn Thị Ánh Tuyết',
    陈美玲: '陈美玲',
    'ليلى حداد': 'ليلى حداد',
    '=HYPERLINK("http://x.example","y")': '=HYPERLINK("http://x.example","y")',
    'Robin \u202e0.000,1$ tpieceR\u202c': 'Robin 0.000,1$ tpieceR',
    'Robin\r\nTotal charged: $9\0': 'Robin Total charged: $9',
    '\\) Tj (x) <<>> %\\': '\\) Tj (x) <<>> %\\',
  }

  test('names of every script, and names that mean harm, are kept as they are in every language of paper', async () => {
    const names = Object.keys(hostile)
    for (const language of ['en', 'ar', 'zh'] as const) {
      const lines = names.map((fund) => ({ fund, giftCents: '100', feeCoverCents: '0' }))
      const paper = receiptDocument({ ...facts, giftKind: 'goods', description: 'x', lines }, language)
      const { text, actual } = await readPdf(writePdf(paper))
      for (const kept of Object.values(hostile)) expect(`${text}\n${actual.join('\n')}`).toContain(kept)
    }
  })

  test('what no face has is shown by a sign and said by its own letters; 200 letters without a space stay on the page', async () => {
    const long = 'Ŵ'.repeat(200)
    const lines = [{ fund: long, giftCents: '100', feeCoverCents: '0' }]
    for (const language of ['en', 'ar'] as const) {
      const paper = receiptDocument({ ...facts, donorName: 'Robin 👩‍👩‍👧 שלום', lines }, language)
      const { actual, text, info } = await readPdf(writePdf(paper))
      expect(actual.join('')).toContain('👩‍👩‍👧')
      expect(actual.join('')).toContain('ש')
      expect(text.match(/Ŵ/g)).toHaveLength(long.length)
      expect(info).toMatch(/Pages:\s+[12]\n/)
    }
  })

  test('the same facts give the same bytes', async () => {
    const [one, two] = [
      await readPdf(writePdf(receiptDocument(facts, 'vi'))),
      await readPdf(writePdf(receiptDocument(facts, 'vi'))),
    ]
    expect(one.bytes.equals(two.bytes)).toBe(true)
  })
})

/** What the embedded faces say of their shapes. */
function cmapsOf(pdf: Buffer): string[] {
  const streams = pdf.toString('latin1').matchAll(/stream\r?\n([\s\S]*?)\r?\nendstream/g)
  return [...streams].flatMap(([, stream = '']) => {
    try {
      const text = inflateSync(Buffer.from(stream, 'latin1')).toString('latin1')
      return text.includes('begincmap') ? [text] : []
    } catch {
      return []
    }
  })
}
