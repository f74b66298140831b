// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { FreeText } from '#app/components/free-text.tsx'
import { WordsProvider } from '#app/components/words.ts'
import { wordsFor } from '#app/words/words.ts'

afterEach(cleanup)

const warning = () => screen.queryByText(/It looks like/)?.textContent

function show(written = '') {
  render(
    <WordsProvider words={wordsFor('en')}>
      <FreeText name="note" label="Note" defaultValue={written} />
    </WordsProvider>,
  )
  return screen.getByLabelText('Note')
}

test.each([
  ['A 123 456 789', 'an A-number'],
  ['078-05-1120', 'a social security number'],
  ['call (312) 555-0142', 'a telephone number'],
  ['held at Larkspur County Jail', 'a place of detention'],
  ['robin@donor.example', 'an e-mail address'],
])('“%s” is said to be %s while it is written, and no longer once it is gone', (written, what) => {
  const note = show()
  expect(warning()).toBeUndefined()
  fireEvent.change(note, { target: { value: `They said: ${written}.` } })
  expect(warning()).toBe(`It looks like: ${what}. It belongs in its own sealed field, not in free text.`)
  fireEvent.change(note, { target: { value: 'They said nothing.' } })
  expect(warning()).toBeUndefined()
})

test('all kinds are named together, each once; what came back in a form is warned of at once', () => {
  show('A 123 456 789, held at Larkspur County Jail, then at Aster State Prison')
  expect(warning()).toContain('an A-number, a place of detention.')
})
