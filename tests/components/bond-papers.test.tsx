import { renderToStaticMarkup } from 'react-dom/server'
import { expect, test } from 'vitest'
import { BondPapers } from '#app/components/bonds/bond-papers.tsx'
import { WordsProvider } from '#app/components/words.ts'
import type { SeenPaper } from '#app/domain/papers/bond-papers.server.ts'
import type { Paper, Standing } from '#app/domain/papers/paper-set.ts'
import { wordsFor } from '#app/words/words.ts'

test('a paper that was seen is shown with how it stands and its day, whether or not it must be looked for', () => {
  expect(shown('sent', [])).toContain('Sent, November 3, 2026')
  expect(shown('lost', ['court_receipt'])).toContain('Lost, November 3, 2026')
  expect(shown(null, ['court_receipt'])).toContain('Missing')
})

test('one of an earlier demand is missing, and is told of as what it is', () => {
  const page = shown('copy', ['court_receipt'], true)
  expect(page).toContain('>Missing<')
  expect(page).toContain('From an earlier time: Copy in hand, November 3, 2026')
  expect(shown('copy', [])).not.toContain('earlier time')
})

/** A page of one paper, for someone who only reads. */
function shown(standing: Standing | null, missing: Paper[], isOfEarlierTime = false): string {
  const paper = 'court_receipt' as const
  const happenedOn = new Date('2026-11-03T00:00:00Z')
  const seen: SeenPaper | null = standing && {
    ...{ paper, standing, happenedOn, by: 'Intake' },
    ...{ documentNumber: null, evidenceId: null },
  }
  const papers = {
    ...{ missing, papers: [{ paper, isExpected: true, isOfEarlierTime, seen }] },
    ...{ parties: [], evidence: [], documents: [], reasons: [], drawnTo: null, personId: null },
    ...{ mayKeep: false, mayReveal: false },
  }
  return renderToStaticMarkup(
    <WordsProvider words={wordsFor('en')}>
      <BondPapers bondId="bond" papers={papers} timezone="America/Chicago" />
    </WordsProvider>,
  )
}
