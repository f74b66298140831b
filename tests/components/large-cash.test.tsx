// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import { afterEach, expect, test } from 'vitest'
import { HowMuchWhere } from '#app/components/cash/move-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { WordsProvider } from '#app/components/words.ts'
import { wordsFor } from '#app/words/words.ts'

afterEach(cleanup)

const warning = () => screen.queryByText(/in cash within a day/)?.textContent

test('cash on its way between box and bank is said to be large while it is typed', () => {
  show()
  const [amount, to] = [screen.getByLabelText('Amount'), screen.getByLabelText('Direction')]
  fireEvent.change(to, { target: { value: 'cash_box' } })
  fireEvent.change(amount, { target: { value: '9,999.99' } })
  expect(warning()).toBeUndefined()
  fireEvent.change(amount, { target: { value: '10,000' } })
  expect(warning()).toBe('$10,000.00 in cash within a day')
  expect(screen.getByText(/Do not split it to stay under/)).toBeTruthy()
})

test('with what went the same way within a day, and not with what went the other', () => {
  show()
  const [amount, to] = [screen.getByLabelText('Amount'), screen.getByLabelText('Direction')]
  fireEvent.change(amount, { target: { value: '4000' } })
  fireEvent.change(to, { target: { value: 'bank' } })
  expect(warning()).toBe('$10,500.00 in cash within a day')
  fireEvent.change(to, { target: { value: 'cash_box' } })
  expect(warning()).toBeUndefined()
})

test('a form that came back says it still', () => {
  show({ refusal: null, errors: {}, values: { to: 'cash_box', amount: '12000' } })
  expect(warning()).toBe('$12,000.00 in cash within a day')
})

function show(answer?: FormAnswer) {
  render(
    <WordsProvider words={wordsFor('en')}>
      <Form answer={answer} />
    </WordsProvider>,
  )
}

function Form({ answer }: { answer: FormAnswer | undefined }) {
  return <HowMuchWhere entries={useEntries(answer)} moved={{ bank: 6_500_00n, cash_box: 0n }} />
}
