// @vitest-environment jsdom
import { cleanup, render, screen } from '@testing-library/react'
import type { ReactElement } from 'react'
import { afterEach, expect, test } from 'vitest'
import { AmountChoice, asTyped } from '#app/components/amount-choice.tsx'
import { CheckField } from '#app/components/check-field.tsx'
import { ErrorSummary } from '#app/components/error-summary.tsx'
import { Field } from '#app/components/field.tsx'
import { WordsProvider } from '#app/components/words.ts'
import type { Language } from '#app/words/languages.ts'
import { wordsFor } from '#app/words/words.ts'

afterEach(cleanup)

test('a field is tied to its label, its hint and its error', () => {
  show(<Field name="email" label="E-mail" hint="For the receipt." error="Write your e-mail address." />)
  const entry = screen.getByLabelText('E-mail')
  expect(entry.getAttribute('aria-invalid')).toBe('true')
  expect(describedBy(entry)).toBe('For the receipt. Write your e-mail address.')
})

test('a field without an error says nothing of one', () => {
  show(<Field name="email" label="E-mail" />)
  const entry = screen.getByLabelText('E-mail')
  expect(entry.hasAttribute('aria-invalid')).toBe(false)
  expect(entry.hasAttribute('aria-describedby')).toBe(false)
})

test('a tick is tied to its label and hint, and its value is sent', () => {
  show(<CheckField name="updates" label="Write to me" hint="Once a month." defaultChecked />)
  const tick = screen.getByRole('checkbox', { name: 'Write to me', checked: true })
  expect(describedBy(tick)).toBe('Once a month.')
})

test('the summary leads to each entry that needs another look', () => {
  show(
    <ErrorSummary
      title="Two things"
      problems={[problem('name', 'Write your name.'), problem('amount', 'Choose.')]}
    />,
  )
  expect(screen.getAllByRole('link').map((link) => link.getAttribute('href'))).toEqual(['#name', '#amount'])
  expect(screen.getByRole('alert').textContent).toContain('Two things')
})

test('without problems there is no summary', () => {
  show(<ErrorSummary title="Nothing" problems={[]} />)
  expect(screen.queryByRole('alert')).toBeNull()
})

test.each<[Language, string[]]>([
  ['en', ['$25', '$50.50']],
  ['es', ['$25', '$50.50']],
])('amounts in %s are radios in dollars beside a field of one’s own', (language, amounts) => {
  show(
    <AmountChoice
      language={language}
      suggestedCents={[2500n, 5050n]}
      minimumCents={500n}
      maximumCents={5_000_000n}
      preset="50.50"
      typed="7"
    />,
    language,
  )
  const radios = screen.getAllByRole<HTMLInputElement>('radio')
  expect(radios.map((radio) => radio.closest('label')?.textContent)).toEqual(amounts)
  expect(radios.map(({ name, value, checked }) => `${name} ${value} ${checked}`)).toEqual([
    'preset 25 false',
    'preset 50.50 true',
  ])
  expect(screen.getByRole<HTMLInputElement>('textbox').value).toBe('7')
})

test('cents are sent as the form is read', () => {
  expect([2500n, 2505n, 100_000n].map(asTyped)).toEqual(['25', '25.05', '1000'])
})

const show = (element: ReactElement, language: Language = 'en') =>
  render(<WordsProvider words={wordsFor(language)}>{element}</WordsProvider>)

const problem = (id: string, message: string) => ({ id, message })

const describedBy = (entry: Element) =>
  (entry.getAttribute('aria-describedby') ?? '')
    .split(' ')
    .map((id) => document.getElementById(id)?.textContent)
    .join(' ')
