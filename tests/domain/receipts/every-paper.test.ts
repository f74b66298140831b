import { describe, expect, test } from 'vitest'
import type { Block, Paper } from '#app/platform/pdf/paper.ts'
import { writePdf } from '#app/platform/pdf/write-pdf.ts'
import { direction, type Language, languages } from '#app/words/languages.ts'
import { hasPoppler, readPdf } from '#tests/support/pdf-text.ts'
import { saidIn, samplePapers } from '#tests/support/sample-papers.ts'

const papersIn = (language: Language) => Object.values(samplePapers).map((paper) => paper(language))

/** One after another in one document: faces are opened once, and what is held is held of each. */
const bound = (papers: Paper[]): Paper => ({
  ...(papers[0] as Paper),
  blocks: papers.flatMap(({ blocks }) => [...blocks]),
})

const dense = (text: string) => text.replace(/[\s\p{Bidi_Control}]/gu, '')
const quoted = (tags: string) => [...tags.matchAll(/"([^"]*)"/g)].map(([, text = '']) => text)
const rightToLeft = /\p{Script=Arabic}/u

test.each(languages)(
  '%s: each kind has its name, its language and its side, and leaves no word unsaid',
  (language) => {
    for (const paper of papersIn(language)) {
      expect(paper).toMatchObject({ language, side: direction(language) })
      expect(paper.title).toMatch(/\S.* 2026-\d{6}/)
      expect(paper.footer(2)).toMatch(/2026-\d{6}.*2/)
      for (const text of saidIn(paper)) expect(text.trim()).not.toMatch(/^$|\{|\}|documents:|undefined|null/)
    }
  },
)

describe.runIf(hasPoppler)('as another program reads every kind of paper', () => {
  test.each(languages)(
    '%s: all of it, in the order in which it is read, with its structure',
    async (language) => {
      // Rows are told once: whoever reads or draws them has papers of their own.
      const said = papersIn(language).flatMap(saidIn)
      const { text, tags, info, actual, bytes } = await readPdf(writePdf(bound(papersIn(language))))

      // A sign for a letter that no face has would be one of these.
      expect(text).not.toMatch(/[\ufffd\p{Co}]/u)
      if (language === 'ar') {
        expect(actual.filter((each) => rightToLeft.test(each)).map(dense)).toEqual(
          said.filter((each) => rightToLeft.test(each)).map(dense),
        )
        const rest = said.filter((each) => !rightToLeft.test(each))
        expect(
          quoted(tags)
            .filter((each) => !rightToLeft.test(each))
            .map(dense)
            .join(''),
        ).toBe(dense(rest.join('')))
      } else expect(dense(quoted(tags).join(''))).toBe(dense(said.join('')))

      const count = (tag: string) =>
        tags.match(new RegExp(`^ *${tag}(?: \\(block\\))?:?$`, 'gm'))?.length ?? 0
      const papers = papersIn(language)
      const blocks = papers.flatMap((paper) => [...paper.blocks])
      const of = (...kinds: string[]) => blocks.filter(({ kind }) => kinds.includes(kind))
      expect([count('Document'), count('H1'), count('Figure')]).toEqual([1, papers.length, papers.length])
      expect([count('H2'), count('Table')]).toEqual([of('heading').length, of('facts', 'table').length])
      const rows = of('facts', 'table').map((block) =>
        block.kind === 'facts' ? block.facts.length : block.kind === 'table' ? [...block.rows].length + 1 : 0,
      )
      expect(count('TR')).toBe(rows.reduce((sum, each) => sum + each, 0))
      expect([count('TH') > 0, count('TD') > 0]).toEqual([true, true])

      expect(info).toMatch(/Tagged:\s+yes/)
      expect(info).toMatch(/^Title:\s+\S/m)
      expect(bytes.toString('latin1')).toMatch(new RegExp(`/Lang \\(${language}\\)`))
    },
  )

  test('a short paragraph, official words and what says that they are, are on one page, wherever it ends', async () => {
    const text = 'Whoever reads this to its end has read '.repeat(6)
    for (const above of [22, 23, 24, 25]) {
      const { pages } = await readPdf(
        writePdf({
          ...(papersIn('en')[0] as Paper),
          blocks: [
            ...Array.from({ length: above }, (): Block => ({ kind: 'text', text: 'Above.' })),
            { kind: 'text', text: `First. ${text} Last.` },
            { kind: 'official', lang: 'en', lead: 'Official:', text: `Begins. ${text} Ends.` },
          ],
        }),
      )
      const on = (word: string) => pages.findIndex((page) => page.includes(word))
      expect([on('First.'), on('Official:'), on('Begins.')]).toEqual([on('Last.'), on('Ends.'), on('Ends.')])
    }
  })
})
