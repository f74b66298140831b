// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, expect, test } from 'vitest'
import { PaidFromOfParts } from '#app/components/cash/paid-from-field.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { WordsProvider } from '#app/components/words.ts'
import { sharedPaymentForm } from '#app/domain/disbursements/shared-bonds/forms.ts'
import type { PartAdvances } from '#app/domain/disbursements/shared-bonds/part-advances.server.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { wordsFor } from '#app/words/words.ts'

afterEach(cleanup)

const held = {
  ...{ id: '5b0c9d5e-6f0f-4a38-9d53-2f3c9ad3a1b7', posterName: 'Pia Example', isMine: true, waits: false },
  ...{ leftCents: 3_500_00n, amountCents: 3_500_00n, covers: false },
}

test('of each part whose fund’s cash one carries it is asked where it was paid from, and of no other', () => {
  render(<Parts />, { wrapper: Words })
  expect(screen.queryByLabelText('Fern County: paid from')).toBeNull()
  const asked = screen.getByLabelText<HTMLSelectElement>('Larkspur: paid from')
  expect([asked.name, asked.value]).toEqual(['from[1]', 'bank'])
  fireEvent.change(asked, { target: { value: held.id } })
  expect(asked.value).toBe(held.id)
})

test('of a part whose fund has a card the bank stands chosen, and each card can be named, the debit card too', () => {
  const parts = [
    { fundName: 'Fern County', advances: [], cards: ['4242'] },
    { fundName: 'Larkspur', advances: [], cards: [] },
  ]
  render(<Parts parts={parts} />, { wrapper: Words })
  expect(screen.queryByLabelText('Larkspur: paid from')).toBeNull()
  const asked = screen.getByLabelText<HTMLSelectElement>('Fern County: paid from')
  expect([asked.name, asked.value]).toEqual(['from[0]', 'bank'])
  expect([...asked.options].map(({ value, text }) => [value, text])).toEqual([
    ['bank', 'Bank'],
    ['debit_card', 'Debit card, out of the bank'],
    ['card-4242', 'Card ending 4242, on its statement'],
  ])
})

test('what is said of the second part alone is read as of the second', () => {
  const sent = new FormData()
  for (const [name, value] of Object.entries({
    ...{ contentHash: 'a'.repeat(64), principal: '5,000', fees: '', payee: 'Clerk', method: 'cash' },
    ...{ receiptNumber: 'R-1', exposure: '', occurredAt: '', code: '123456', 'from[1]': held.id },
  }))
    sent.set(name, value)
  const read = () => parseForm(sent, sharedPaymentForm('America/Chicago'))
  expect(read()).toMatchObject({ ok: true, value: { from: [undefined, { advanceId: held.id }] } })
  sent.set('from[1]', 'card-4242')
  sent.set('from[0]', '')
  expect(read()).toMatchObject({ ok: true, value: { from: [undefined, { cardLast4: '4242' }] } })
  sent.set('from[1]', 'debit_card')
  expect(read()).toMatchObject({ ok: true, value: { from: [undefined, 'debit_card'] } })
  for (const hostile of [
    'card-42424',
    'debit_card ',
    'card-',
    'card-４２４２',
    'cash_box',
    "card-1'--",
    'bank ',
  ]) {
    sent.set('from[1]', hostile)
    expect([hostile, read().ok]).toEqual([hostile, false])
  }
})

const Words = ({ children }: { children: ReactNode }) => (
  <WordsProvider words={wordsFor('en')}>{children}</WordsProvider>
)

const cashOfOne: PartAdvances[] = [
  { fundName: 'Fern County', advances: [], cards: [] },
  { fundName: 'Larkspur', advances: [held], cards: [] },
]

function Parts({ parts = cashOfOne }: { parts?: PartAdvances[] }) {
  const large = { largeCents: null, largeAtBankCents: null }
  return <PaidFromOfParts {...{ parts, large }} entries={useEntries(undefined)} timezone="UTC" />
}
