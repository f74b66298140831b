import { Link } from '@remix-run/react'
import type { DisbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { Timeline } from '../timeline.tsx'
import { useWords } from '../words.ts'
import { useFormats } from './use-formats.ts'

/** Every state it was in: who, when and why. */
export function History({ page, timezone }: { page: DisbursementPage; timezone: string }) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const { payment } = page
  return (
    <Timeline
      steps={page.history.map(({ id, to, by, reason, at }) => ({
        key: id,
        title: t(`admin:state.${to}`),
        when: by ? t('admin:by_at', { name: by, date: minute(at) }) : minute(at),
        note: (
          <>
            {reason && (
              <p>
                {t(
                  to === 'rejected'
                    ? `admin:rejection.reason.${reason}`
                    : `admin:cancellation.reason.${reason}`,
                )}
              </p>
            )}
            {to === 'paid' && payment && (
              <p>
                {t('admin:payment.made', {
                  principal: money(payment.principal),
                  fees: money(payment.fees),
                  payee: payment.payee,
                  method: t(`admin:method.${payment.method}`),
                  receipt: payment.receiptNumber,
                })}
              </p>
            )}
            {to === 'paid' && payment?.cardLast4 && (
              <p>
                <Link to={paths.card(page.fundId, payment.cardLast4)} className="inline-block py-0.5">
                  {t('admin:payment.on_card', { last4: payment.cardLast4 })}
                </Link>
              </p>
            )}
          </>
        ),
      }))}
    />
  )
}
