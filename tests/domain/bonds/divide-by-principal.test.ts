import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { divideByPrincipal, type Share } from '#app/domain/bonds/divide-by-principal.ts'
import { cents } from '#app/domain/money/cents.ts'

describe('the parts of what comes', () => {
  const principals = fc.array(fc.bigInt(1n, 500_000n), { minLength: 2, maxLength: 6 })

  test('add up, are never below zero, never above the principal, and never drift', () => {
    fc.assert(
      fc.property(principals, fc.array(fc.nat(1_000_000), { maxLength: 12 }), (weights, tries) => {
        const whole = weights.reduce((sum, weight) => sum + weight, 0n)
        let shares: Share[] = weights.map((principal) => ({ principal, before: 0n }))
        let came = 0n
        for (const wanted of tries) {
          const amount = BigInt(wanted) % (whole - came + 1n)
          const parts = divideByPrincipal(cents(amount), shares)
          expect(parts.reduce((sum, part) => sum + part, 0n)).toBe(amount)
          shares = shares.map((share, index) => ({ ...share, before: share.before + (parts[index] ?? 0n) }))
          came += amount
          for (const [index, { principal, before }] of shares.entries()) {
            expect(parts[index]).toBeGreaterThanOrEqual(0n)
            expect(before).toBeLessThanOrEqual(principal)
            const drift = before * whole - came * principal
            expect(drift < 0n ? -drift : drift).toBeLessThanOrEqual(BigInt(weights.length) * whole)
          }
        }
        const rest = divideByPrincipal(cents(whole - came), shares)
        expect(shares.map(({ before }, index) => before + (rest[index] ?? 0n))).toEqual(weights)
      }),
      { numRuns: 300 },
    )
  })
})
