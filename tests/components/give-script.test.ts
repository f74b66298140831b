// @vitest-environment jsdom
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeEach, expect, test } from 'vitest'
import { feeCover, feeCoverTerms } from '#app/domain/donations/fee-cover.ts'
import { formatCents } from '#app/domain/money/format.ts'

const file = join(import.meta.dirname, '../../app/components/give.js')
const script = readFileSync(file, 'utf8')

beforeEach(() => {
  document.body.innerHTML = `
    <form data-locale="en-US">
      <input type="radio" name="preset" value="25"><input id="amount">
      <input type="checkbox" id="coverFee" data-per-mille="${feeCoverTerms.perMille}" data-fixed-cents="${feeCoverTerms.fixedCents}">
      <span id="fee" data-template="{fee} {total}">the fee</span>
      <button data-template="Give {amount} once">Give once</button>
    </form>`
  new Function(script)()
})

test.each(['1', '7', '25', '49.99', '50', '100', '1,234.56', '$2,000', '50000'])(
  '%s is reckoned as the server does',
  (typed) => {
    type(typed)
    const cents = BigInt(Math.round(Number(typed.replaceAll(/[$,]/g, '')) * 100))
    const money = (amount: bigint) => formatCents(amount, 'en', { whole: amount % 100n === 0n })
    expect(text('button')).toBe(`Give ${money(cents)} once`)
    expect(text('#fee')).toBe(`${money(feeCover(cents))} ${money(cents + feeCover(cents))}`)
  },
)

test('digits of Arabic keyboards are read', () => {
  type('٢٥٫٥٠')
  expect(text('button')).toBe('Give $25.50 once')
})

test.each(['', 'a lot', '-5', '1,00', '25..5', '0.001'])('“%s” leaves the open sentences', (typed) => {
  type('10')
  type(typed)
  expect([text('button'), text('#fee')]).toEqual(['Give once', 'the fee'])
})

test('a chosen amount replaces a typed one', () => {
  type('10')
  const radio = document.querySelector<HTMLInputElement>('[name=preset]')
  radio?.click()
  expect([entry().value, text('button')]).toEqual(['', 'Give once'])
})

test('the scripts of the public pages weigh less than 5 kB together', () => {
  const live = readFileSync(join(file, '../live-total.js'))
  expect(script.length + live.length).toBeLessThan(5_000)
})

const entry = () => document.querySelector<HTMLInputElement>('#amount') ?? document.createElement('input')

function type(typed: string) {
  entry().value = typed
  entry().dispatchEvent(new Event('input', { bubbles: true }))
}

const text = (selector: string) => document.querySelector(selector)?.textContent
