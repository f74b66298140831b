import { Link } from '@remix-run/react'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { Left, LeftKind } from '#app/domain/funds/closing/closing.ts'
import { paths } from '#app/http/paths.ts'

type Props = { fundId: string; left: Left[]; isClosed: boolean; timezone: string }

/** What keeps a fund from its end, or came after it: each with its amount and the page where it is dealt with. */
export function WhatIsLeft({ fundId, left, isClosed, timezone }: Props) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  if (left.length === 0) return isClosed ? null : <p>{t('control:left.none')}</p>
  return (
    <section aria-labelledby="left" className="grid gap-2">
      <h3 id="left" className="text-l">
        {t('control:left')}
      </h3>
      <p className="measure">{t(`control:left.${isClosed ? 'late' : 'some'}`, { count: left.length })}</p>
      <ul className="grid">
        {left.map(({ what, items, cents }) => (
          <li key={what} className="border-t border-hairline py-2">
            <Link to={whereToDealWith(what, fundId)} className="inline-block py-1">
              {t(`control:left.${what}`, { count: items, amount: money(cents ?? 0n) })}
            </Link>
          </li>
        ))}
      </ul>
    </section>
  )
}

function whereToDealWith(what: LeftKind, fundId: string): string {
  switch (what) {
    case 'monthly':
      return paths.monthlyGifts()
    case 'gift_pending':
    case 'refund':
      return paths.gifts()
    case 'offline_batch':
    case 'offline_reversal':
      return paths.offlineBatches()
    case 'import':
      return paths.imports()
    case 'dispute':
      return paths.disputes()
    case 'request':
      return paths.requests()
    case 'disbursement':
      return paths.disbursements()
    case 'envelope':
      return paths.envelopes()
    case 'expense':
    case 'card_payable':
    case 'reimbursement_due':
      return paths.expenses({ fundId })
    case 'open_bond':
    case 'bond_deposit':
      return paths.bonds()
    case 'refund_due':
      return paths.recoveryDesk()
    case 'remittance':
      return paths.remittances()
    case 'advance_waiting':
    case 'advance':
      return paths.cash()
    case 'cash_difference':
    case 'cash_box':
      return paths.cashBox(fundId)
    case 'stripe':
    case 'stripe_reserve':
    case 'in_transit':
      return paths.payouts()
    case 'bank':
      return paths.fundForecast(fundId)
    case 'copay_held':
    case 'copay_posted':
      return paths.copays()
    case 'interfund':
      return paths.fundRecord(fundId)
    // What Stripe leaves unclear is in no fund: a fund's own comes from a difference at the bank.
    case 'suspense':
      return paths.reconciliation()
  }
}
