import type { ExpensePage } from '#app/domain/expenses/reads/expense-page.server.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { Timeline, type TimelineStep } from '../timeline.tsx'
import { useWords } from '../words.ts'

/** From the claim to the payment, in the order in which it happened. */
export function ExpenseHistory({ page, timezone }: { page: ExpensePage; timezone: string }) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const { rejection, payment } = page
  const steps: TimelineStep[] = [
    {
      key: 'claimed',
      title: t('expenses:history.claimed', { name: page.claimant }),
      when: minute(page.occurredAt),
    },
    ...page.approvals.map(({ by, at }, index) => ({
      key: `approved-${index}`,
      title: t('expenses:history.approved', { name: by }),
      when: minute(at),
    })),
  ]
  if (rejection)
    steps.push({
      key: 'rejected',
      title: t('expenses:history.rejected', { name: rejection.by }),
      note: t(`expenses:reason.${rejection.reason}`),
      when: minute(rejection.at),
    })
  if (payment)
    steps.push({
      key: 'paid',
      title: t('expenses:history.paid', { amount: money(payment.cents), name: payment.by }),
      note: t('expenses:history.reference', {
        method: t(`expenses:method.${payment.method}`),
        reference: payment.reference,
      }),
      when: minute(payment.at),
    })
  return <Timeline steps={steps} />
}
