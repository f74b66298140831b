import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { hashToken, open, randomToken, seal, sign, signatureMatches } from '#app/platform/crypto.ts'

const cell = { table: 'disbursement', column: 'venue_sealed', row: '7d1f' }

describe('a sealed value', () => {
  test('opens in its own cell, whatever was written', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(open(seal(text, cell), cell)).toBe(text)
      }),
    )
  })

  test.each([
    ['table', { ...cell, table: 'bond' }],
    ['column', { ...cell, column: 'payees_sealed' }],
    ['row', { ...cell, row: '7d1e' }],
    ['boundary between them', { ...cell, table: 'disbursementvenue_sealed', column: '' }],
  ])('does not open in another %s', (_, other) => {
    expect(() => open(seal('Larkspur County Jail', cell), other)).toThrow()
  })

  test('does not open with another key', () => {
    const sealed = seal('Larkspur County Jail', cell, randomBytes(32))
    expect(() => open(sealed, cell, randomBytes(32))).toThrow('sealed with another vault key')
    expect(() => open(sealed, cell)).toThrow()
  })

  test('does not open where any one bit of it was changed, or where it was cut short', () => {
    const sealed = seal('Larkspur County Jail', cell)
    for (let at = 0; at < sealed.length; at++) {
      const changed = Buffer.from(sealed)
      changed[at] = (changed[at] ?? 0) ^ 1
      expect(() => open(changed, cell), `byte ${at}`).toThrow()
      expect(() => open(sealed.subarray(0, at), cell), `length ${at}`).toThrow()
    }
  })

  test('is another one every time, and shows nothing of its text', () => {
    const [one, two] = [seal('Larkspur County Jail', cell), seal('Larkspur County Jail', cell)]
    expect(one.equals(two)).toBe(false)
    expect(one.includes('Larkspur')).toBe(false)
  })
})

describe('tokens and signatures', () => {
  test('a token is 256 random bits that fit into an address; its digest is not the token', () => {
    const token = randomToken()
    expect(token).toMatch(/^[\w-]{43}$/)
    expect(randomToken()).not.toBe(token)
    expect(hashToken(token)).toMatch(/^[0-9a-f]{64}$/)
  })

  test('a signature holds for its purpose and its value, and for no other', () => {
    const signature = sign('unsubscribe', 'donor-1')
    expect(signatureMatches('unsubscribe', 'donor-1', signature)).toBe(true)
    expect(signatureMatches('manage', 'donor-1', signature)).toBe(false)
    expect(signatureMatches('unsubscribe', 'donor-2', signature)).toBe(false)
    expect(signatureMatches('unsubscribe', 'donor-1', '')).toBe(false)
    expect(signatureMatches('unsubscribe', 'donor-1', `${signature}A`)).toBe(false)
  })
})
