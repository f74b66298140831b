import fc from 'fast-check'
import type { Standing } from '#app/domain/schedule-wishes/wish.ts'
import { nextRenewal } from '#tests/sandbox/stripe/calendar.ts'

/** Where an organization may be. */
export const zones = ['America/Chicago', 'Pacific/Honolulu', 'America/New_York', 'UTC', 'Asia/Tokyo']
export const moment = fc.date({
  min: new Date('2026-01-01'),
  max: new Date('2029-01-01'),
  noInvalidDate: true,
})

export const funds = ['a', 'b', 'c'].map((id) => ({
  ...{ id, slug: id, name: id, state: 'open', purposeVersion: 1, publishedVersion: 1 },
  ...{ minimumCents: 1_00n, maximumCents: 50_000_00n },
}))

/** A gift to fund a that began at `anchor` and is looked at some time later, as Stripe would show it then. */
export function giftAt(anchor: Date, at: Date, timezone = 'America/Chicago'): Standing {
  const start = Math.floor(anchor.getTime() / 1000)
  const end = nextRenewal(start, Math.floor(at.getTime() / 1000), 'month', 1)
  let begun = start
  for (let next = start; next < end; next = nextRenewal(start, next, 'month', 1)) begun = next
  return {
    ...{ id: 'x', subscriptionId: 'sub_x', state: 'active', lastPaidAt: new Date(begun * 1000) },
    parts: [{ fundId: 'a', purposeVersion: 1, giftCents: 20_00n, feeCoverCents: 0n }],
    atStripe: {
      ...{
        status: 'active',
        itemId: 'si_x',
        amountCents: 20_00n,
        pause: null,
        openInvoiceId: null,
        draftInvoiceId: null,
      },
      anchorAt: new Date(start * 1000),
      periodStartsAt: new Date(begun * 1000),
      periodEndsAt: new Date(end * 1000),
    },
    ...{ wishes: [], asked: null, funds: new Map(funds.map((fund) => [fund.id, fund])), timezone, at },
  }
}

const begins = fc.record({
  anchor: moment,
  later: fc.integer({ min: 1, max: 400 * 24 }),
  timezone: fc.constantFrom(...zones),
})
/** Any such gift, looked at any time within its first year and a month. */
export const standing = begins.map(({ anchor, later, timezone }) =>
  giftAt(anchor, new Date(anchor.getTime() + later * 3_600_000), timezone),
)
