import { expect, test } from 'vitest'
import { Refusal } from '#app/domain/refusal.ts'

test('a refusal carries its code, the figures for its words, and the field it belongs to', () => {
  const refusal = new Refusal('fund_cannot_cover', { freeCents: 1200n }, 'amount')
  expect(refusal).toBeInstanceOf(Error)
  expect(refusal.message).toBe('fund_cannot_cover')
  expect(refusal).toMatchObject({ code: 'fund_cannot_cover', params: { freeCents: 1200n }, field: 'amount' })
  expect(new Refusal('not_yours').field).toBeUndefined()
})
