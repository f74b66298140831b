// @vitest-environment jsdom
import { cleanup, fireEvent, render, screen } from '@testing-library/react'
import type { ComponentProps, ReactNode } from 'react'
import { afterEach, expect, test } from 'vitest'
import { HowMuchBack } from '#app/components/cash/back-form.tsx'
import { HowMuchWhere } from '#app/components/cash/move-form.tsx'
import { PaidFromField } from '#app/components/cash/paid-from-field.tsx'
import { HowMuchOut } from '#app/components/cash/sign-out-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { WordsProvider } from '#app/components/words.ts'
import { largeWithSigned } from '#app/domain/cash/large-cash.ts'
import type { SignOutChoices } from '#app/domain/cash/reads/sign-out-choices.server.ts'
import { HowPaid } from '#app/routes/admin.copays.$agreementId/how-paid.tsx'
import { HowReceived } from '#app/routes/admin.copays.$agreementId/how-received.tsx'
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

test('cash that a poster brings back is said to be large where it goes into the bank, and not where it stays in the box', () => {
  render(<Back />, { wrapper: Words })
  const [amount, to] = [screen.getByLabelText('Counted'), screen.getByLabelText('Put into')]
  fireEvent.change(amount, { target: { value: '3,500' } })
  expect(warning()).toBe('$10,000.00 in cash within a day')
  fireEvent.change(to, { target: { value: 'cash_box' } })
  expect(warning()).toBeUndefined()
})

test('whoever signs beside is told what passes the bank within a day, their own included', () => {
  const moved = { bank: 12_000_00n, cash_box: 9_000_00n }
  const cents = 6_000_00n
  expect(largeWithSigned({ kind: 'return', to: 'bank', cents }, moved)).toBe(12_000_00n)
  expect(largeWithSigned({ kind: 'return', to: 'cash_box', cents: 12_000_00n }, moved)).toBeNull()
  expect(largeWithSigned({ kind: 'move', to: 'cash_box', cents }, moved)).toBeNull()
  const old = { bank: 0n, cash_box: 0n }
  expect(largeWithSigned({ kind: 'move', to: 'cash_box', cents: 10_000_00n }, old)).toBe(10_000_00n)
})

test('cash that is signed out is said to be large with what else the bank gave out within a day, and with what its case took', () => {
  const chosen = { id: 'one', fundId: 'two', totalCents: 4_000_00n, familyCents: 0n, largeCents: null }
  const { rerender } = render(<Out choices={{ chosen, drawnCents: 6_000_00n }} />, { wrapper: Words })
  expect(warning()).toBe('$10,000.00 in cash within a day')
  fireEvent.change(screen.getByLabelText('Out of'), { target: { value: 'cash_box' } })
  expect(warning()).toBeUndefined()
  rerender(<Out choices={{ chosen: { ...chosen, largeCents: 11_000_00n }, drawnCents: 6_000_00n }} />)
  expect(warning()).toBe('$11,000.00 in cash within a day')
})

test('a family’s money is said to be large where it is paid out in cash, with what else was drawn within a day', () => {
  const nothing = { valueOf: () => undefined, errorOf: () => undefined, refusal: undefined }
  const payout = { id: 'one', amount: 4_000_00n }
  render(<HowPaid payout={payout} drawnCents={6_000_00n} paying={nothing} />, { wrapper: Words })
  const method = screen.getByLabelText('How it was paid')
  fireEvent.change(method, { target: { value: 'check' } })
  expect(warning()).toBeUndefined()
  fireEvent.change(method, { target: { value: 'cash' } })
  expect(warning()).toBe('$10,000.00 in cash within a day')
})

test('what is paid to a clerk is said to be large out of the bank, and out of cash in hand only where it is large by itself', () => {
  const held = { id: 'one', posterName: 'Pia Example', leftCents: 6_000_00n, amountCents: 6_000_00n }
  const advances = [{ ...held, isMine: true, covers: true, waits: false }]
  const large = { largeCents: null, largeAtBankCents: 12_000_00n }
  const { unmount } = render(<Paid advances={advances} large={large} />, { wrapper: Words })
  expect(warning()).toBeUndefined()
  fireEvent.change(screen.getByLabelText('Paid from'), { target: { value: 'bank' } })
  expect(warning()).toBe('$12,000.00 in cash within a day')
  unmount()
  render(<Paid advances={[]} large={large} />, { wrapper: Words })
  expect(warning()).toBe('$12,000.00 in cash within a day')
})

test('a family’s money is said to be large where it comes in cash, with what else went into the bank within a day', () => {
  const nothing = { valueOf: () => undefined, errorOf: () => undefined, refusal: undefined }
  render(<HowReceived open={9_000_00n} depositedCents={6_000_00n} receiving={nothing} />, { wrapper: Words })
  const method = screen.getByLabelText('How it came')
  fireEvent.change(screen.getByLabelText('Amount'), { target: { value: '4,000' } })
  fireEvent.change(method, { target: { value: 'money_order' } })
  expect(warning()).toBeUndefined()
  fireEvent.change(method, { target: { value: 'cash' } })
  expect(warning()).toBe('$10,000.00 in cash within a day')
})

const Words = ({ children }: { children: ReactNode }) => (
  <WordsProvider words={wordsFor('en')}>{children}</WordsProvider>
)

function show(answer?: FormAnswer) {
  render(<Form answer={answer} />, { wrapper: Words })
}

function Back() {
  const page = {
    ...{ source: 'bank', uncountedCents: 9_000_00n },
    movedWithinADay: { bank: 6_500_00n, cash_box: 0n },
  }
  return <HowMuchBack entries={useEntries(undefined)} page={page} />
}

const Paid = (props: Pick<ComponentProps<typeof PaidFromField>, 'advances' | 'large'>) => (
  <PaidFromField {...props} cards={[]} entries={useEntries(undefined)} timezone="UTC" />
)

const Out = ({ choices }: { choices: Pick<SignOutChoices, 'chosen' | 'drawnCents'> }) => (
  <HowMuchOut entries={useEntries(undefined)} choices={choices} />
)

function Form({ answer }: { answer: FormAnswer | undefined }) {
  return <HowMuchWhere entries={useEntries(answer)} moved={{ bank: 6_500_00n, cash_box: 0n }} />
}
