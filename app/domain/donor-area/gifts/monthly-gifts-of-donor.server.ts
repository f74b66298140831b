import { nextChargeAfter, nextOf } from '#app/domain/recurring-donations/next-charge.ts'
import type { ScheduleState } from '#app/domain/recurring-donations/record-subscription.server.ts'
import { scheduleLink } from '#app/domain/recurring-donations/schedule-link.ts'
import { inTransaction } from '#app/platform/db.ts'

export type OwnMonthlyGift = {
  id: string
  state: ScheduleState
  amountCents: bigint
  parts: { fund: string; giftCents: bigint; feeCoverCents: bigint }[]
  startedAt: Date
  /** Stripe counts the months from it: the day on which the card is charged, also after the day was changed. */
  countedFrom: Date
  endedAt: Date | null
  lastPaidAt: Date | null
  /** Null where nothing is charged next: the gift is paused, over, or its last payment did not go through. */
  nextAt: Date | null
  card: { brand: string; last4: string } | null
  /** The signed address where it is changed and stopped. */
  manageUrl: string
}

/** A donor's monthly gifts: what runs first, what is over last. */
export async function monthlyGiftsOfDonor(of: {
  donorId: string
  language: string
}): Promise<OwnMonthlyGift[]> {
  const { donorId, language } = of
  const rows = await inTransaction(
    { scope: { kind: 'donor', donorId } },
    (tx) => tx.$queryRaw<Row[]>`
      select r.id, r.state, r.started_at as "startedAt", r.ended_at as "endedAt",
             last.occurred_at as "lastPaidAt",
             -- What is over shows the card that paid last: Stripe is not asked about it any more.
             case when r.state = 'cancelled' then last.card_brand else coalesce(s.card_brand, last.card_brand) end as brand,
             case when r.state = 'cancelled' then last.card_last4 else coalesce(s.card_last4, last.card_last4) end as last4, s.anchor_at as "anchorAt", s.period_ends_at as "periodEndsAt",
             s.is_paused as "isPaused", s.resumes_at as "resumesAt",
             (select jsonb_agg(jsonb_build_object('fund', t.name, 'gift', d.gift_cents::text, 'cover', d.fee_cover_cents::text)
                               order by d.gift_cents desc, d.fund_id)
                from monthly_parts(r.id) d
                join lateral (select x.name from fund_purpose_text x
                               where x.fund_id = d.fund_id and x.version = words_of_today(d.fund_id, d.purpose_version)
                                 and x.language in (${language}, 'en')
                               order by x.language = ${language} desc limit 1) t on true) as parts
        from recurring_donation r
        left join recurring_donation_sight s on s.recurring_donation_id = r.id
        left join lateral (select p.occurred_at, p.card_brand, p.card_last4 from payment p
                            where p.recurring_donation_id = r.id order by p.occurred_at desc limit 1) last on true
       where r.donor_id = ${donorId}::uuid
       order by r.state = 'cancelled', r.started_at desc, r.id`,
  )
  return rows.map(({ parts: written, brand, last4, ...seen }) => {
    const { anchorAt, periodEndsAt: _ends, isPaused: _paused, resumesAt: _resumes, ...row } = seen
    const parts = (written ?? []).map(({ fund, gift, cover }) => ({
      ...{ fund, giftCents: BigInt(gift), feeCoverCents: BigInt(cover) },
    }))
    return {
      ...row,
      parts,
      countedFrom: anchorAt ?? row.startedAt,
      amountCents: parts.reduce((sum, part) => sum + part.giftCents + part.feeCoverCents, 0n),
      nextAt: nextCharge(seen),
      card: last4 ? { brand: brand ?? 'card', last4 } : null,
      manageUrl: scheduleLink(row.id, language),
    }
  })
}

/** As it was seen last at Stripe; before that, the same day of the month after the last charge. */
function nextCharge({
  state,
  startedAt,
  lastPaidAt,
  anchorAt,
  periodEndsAt,
  isPaused,
  resumesAt,
}: Omit<Row, 'parts' | 'brand' | 'last4'>) {
  if (state === 'cancelled' || state === 'past_due') return null
  if (anchorAt && periodEndsAt)
    return nextOf({ anchorAt, periodEndsAt, isPaused: isPaused ?? false, resumesAt })
  return state === 'active'
    ? nextChargeAfter(lastPaidAt ?? startedAt, { schedule: { startedAt }, sight: null })
    : null
}

type Row = {
  id: string
  state: ScheduleState
  startedAt: Date
  endedAt: Date | null
  lastPaidAt: Date | null
  brand: string | null
  last4: string | null
  anchorAt: Date | null
  periodEndsAt: Date | null
  isPaused: boolean | null
  resumesAt: Date | null
  parts: { fund: string; gift: string; cover: string }[] | null
}
