import { Link } from '@remix-run/react'
import type { AdvancePage } from '#app/domain/cash/reads/advance-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { Timeline, type TimelineStep } from '../timeline.tsx'
import { useWords } from '../words.ts'

type Props = { page: AdvancePage; timezone: string }

/** From the first signature to the last dollar, in the order in which it happened. */
export function AdvanceHistory({ page, timezone }: Props) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const happened = [
    {
      key: 'out',
      at: page.occurredAt,
      title: t('cash:history.out', { name: page.signedOutBy, poster: page.poster }),
    },
    ...(page.confirmation
      ? [
          {
            key: 'confirmed',
            at: page.confirmation.at,
            title: t('cash:history.confirmed', { name: page.confirmation.by }),
          },
        ]
      : []),
    ...(page.withdrawal
      ? [
          {
            key: 'withdrawn',
            at: page.withdrawal.at,
            title: t('cash:history.withdrawn', { name: page.withdrawal.by }),
          },
        ]
      : []),
    ...page.payments.map((paid) => ({
      key: paid.id,
      at: paid.at,
      title: t('cash:history.paid', { amount: money(paid.cents), code: paid.caseCode }),
      note: (
        <Link to={paths.disbursement(paid.disbursementId)}>
          {t('cash:history.receipt', { number: paid.receiptNumber })}
        </Link>
      ),
    })),
    ...page.covers.flatMap(({ disbursementId, caseCode, attempt }) =>
      attempt
        ? [
            {
              key: `attempt-${disbursementId}`,
              at: attempt.at,
              title: t('cash:history.attempt', { code: caseCode }),
              note: t(`cash:attempt.reason.${attempt.reason}`),
            },
          ]
        : [],
    ),
    ...page.returns.map((back) => ({
      key: back.id,
      at: back.at,
      title: t('cash:history.back', { amount: money(back.cents), place: t(`cash:place.${back.to}`) }),
      note:
        back.state === 'named' || back.state === 'signed'
          ? t('cash:history.counted', { name: back.by, witness: back.witness })
          : t('cash:history.entered', {
              name: back.by,
              state: t(`cash:signed.${back.state}`, { witness: back.witness, words: back.words }),
            }),
    })),
  ]
  const steps: TimelineStep[] = happened
    .toSorted((a, b) => a.at.getTime() - b.at.getTime())
    .map(({ at, ...step }) => ({ ...step, when: minute(at) }))
  return <Timeline steps={steps} />
}
