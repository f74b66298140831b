import { Link } from '@remix-run/react'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { DisputeStatus } from '#app/components/refunds/dispute-status.tsx'
import { Timeline, type TimelineStep } from '#app/components/timeline.tsx'
import { useWords } from '#app/components/words.ts'
import type { GiftPage } from '#app/domain/gifts/gift-page.server.ts'
import { paths } from '#app/http/paths.ts'

type Dated = TimelineStep & { at: Date }

/** Given, booked, gone back, disputed: in the order in which it happened. */
export function GiftHistory({ page, timezone }: { page: GiftPage; timezone: string }) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const steps: Dated[] = [
    { key: 'given', title: t('refunds:event.given'), at: page.occurredAt },
    { key: 'booked', title: t('refunds:event.booked'), at: page.recordedAt },
    ...page.refunds.map(
      ({ id, amountCents, occurredAt, failed, elsewhere }): Dated => ({
        key: id,
        title: t('refunds:event.refunded', { amount: money(amountCents) }),
        note: failed
          ? t('refunds:event.refund_failed', { amount: money(amountCents) })
          : elsewhere
            ? t('refunds:event.refunded.elsewhere')
            : null,
        at: occurredAt,
      }),
    ),
    ...page.disputes.map(
      ({ id, amountCents, status, createdAt }): Dated => ({
        key: id,
        title: (
          <Link to={paths.dispute(id)}>{t('refunds:event.disputed', { amount: money(amountCents) })}</Link>
        ),
        note: <DisputeStatus status={status} />,
        at: createdAt,
      }),
    ),
    ...page.corrections.map(
      ({ number, replaces, totalCents, at }): Dated => ({
        key: number,
        title:
          totalCents === 0n
            ? t('refunds:event.voided', { replaces })
            : t('refunds:event.corrected', { number, replaces, amount: money(totalCents) }),
        at,
      }),
    ),
  ]
  return (
    <section aria-labelledby="history" className="lg:col-start-1">
      <h2 id="history" className="mb-3 text-l">
        {t('refunds:gift.history')}
      </h2>
      <Timeline
        steps={steps
          .sort((a, b) => a.at.getTime() - b.at.getTime())
          .map(({ at, ...step }) => ({ ...step, when: minute(at) }))}
      />
    </section>
  )
}
