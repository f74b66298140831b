import type { LoaderFunctionArgs } from '@remix-run/node'
import { LinkButton } from '#app/components/button.tsx'
import { CashFor } from '#app/components/cash/cash-for.tsx'
import { Clearances } from '#app/components/clearances.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { ApprovalForm } from '#app/components/disbursements/approval-form.tsx'
import { CourtPlaceForm } from '#app/components/disbursements/court-place-form.tsx'
import { useDisbursementFrame } from '#app/components/disbursements/disbursement-frame.ts'
import { PaymentForm } from '#app/components/disbursements/payment-form.tsx'
import { ReasonForm } from '#app/components/disbursements/reason-form.tsx'
import { WhyNot } from '#app/components/disbursements/why-not.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { cancellationReasons, rejectionReasons } from '#app/domain/disbursements/disbursement.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { words: ['cash', 'copay', 'rules'] }

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'disbursements:read')
  return null
}

/** Exactly the acts that this person may do now; for the others, why not. */
export default function Acts() {
  const { t } = useWords()
  const { page, timezone, factors } = useDisbursementFrame()
  const { approve, reject, pay, amend, cancel } = page.acts
  const waits = page.state === 'proposed'
  if (!waits && page.state !== 'approved') return <p className="text-quiet">{t('admin:disbursement.over')}</p>

  return (
    <>
      {waits && !approve && (
        <div className="grid gap-4">
          <h2 className="text-l">{t('admin:approval.title')}</h2>
          <ApprovalForm page={page} factors={factors} />
        </div>
      )}
      {!waits && !pay && (
        <div className="grid gap-4">
          <h2 className="text-l">{t('admin:payment.title')}</h2>
          <PaymentForm page={page} beyond={page} factors={factors} timezone={timezone} />
        </div>
      )}
      <Clearances page={page} />
      <CashFor page={page} />
      <div className="grid justify-items-start gap-4">
        {page.maySayCourt && page.court && page.court.choices.length > 1 && (
          <Confirm ask={t('rules:court.title')} tone="outline">
            <CourtPlaceForm page={page} />
          </Confirm>
        )}
        {waits && !amend && (
          <LinkButton to={paths.amendment(page.id)} tone="outline">
            {t('admin:amendment.title')}
          </LinkButton>
        )}
        {waits && !reject && (
          <Confirm ask={t('admin:rejection.title')}>
            <ReasonForm act="rejection" action={paths.rejection(page.id)} reasons={rejectionReasons} />
          </Confirm>
        )}
        {!cancel && (
          <Confirm ask={t('admin:cancellation.title')}>
            <ReasonForm
              act="cancellation"
              action={paths.cancellation(page.id)}
              reasons={cancellationReasons}
            />
          </Confirm>
        )}
      </div>
      <WhyNot
        reasons={
          waits
            ? [
                { act: t('admin:approval.title'), why: approve },
                { act: t('admin:amendment.title'), why: amend },
                { act: t('admin:cancellation.title'), why: cancel },
              ]
            : [
                { act: t('admin:payment.title'), why: pay },
                { act: t('admin:cancellation.title'), why: cancel },
              ]
        }
      />
    </>
  )
}
