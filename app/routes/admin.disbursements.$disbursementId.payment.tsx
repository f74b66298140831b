import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { useDisbursementFrame } from '#app/components/disbursements/disbursement-frame.ts'
import { PaymentForm } from '#app/components/disbursements/payment-form.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { beyondOwnPart } from '#app/domain/copays/forms.ts'
import { whyNotThisPayment } from '#app/domain/disbursements/acts.ts'
import { whyNotThisCard } from '#app/domain/disbursements/card-source.ts'
import { paymentForm } from '#app/domain/disbursements/forms.ts'
import { payDisbursement } from '#app/domain/disbursements/pay-disbursement.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { disbursementOf } from '#app/http/disbursement-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { refusedAttempt } from '#app/http/refused-attempt.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['cash', 'copay'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'disbursements:pay')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'disbursements:pay')
  const { disbursementId, page } = await disbursementOf(args, staff)

  const { timezone } = await organization()
  const form = parseForm(await args.request.formData(), paymentForm(timezone))
  if (!form.ok) return invalid(form)

  // Said before the proof is asked for, so that nobody spends a code on what cannot be.
  const refusal =
    page.acts.pay ?? whyNotThisPayment(form.value, page) ?? whyNotThisCard(form.value, page.cards)
  const attempted = { staff, action: 'disbursement.paid', subject: 'disbursement', subjectId: disbursementId }
  if (refusal) return refusedAttempt(attempted, refusal, form.values)
  const { code, passkey, challengeId, agreementId, familyPart, exposure, ...payment } = form.value
  const outcome = await orRefusal(
    provedBy(
      attempted,
      {
        boundTo: boundTo.pay({ id: disbursementId, contentHash: payment.contentHash }),
        sent: { code, passkey, challengeId },
      },
      (stepUpId) =>
        payDisbursement({
          ...{ staff, disbursementId, stepUpId, ...payment },
          ...beyondOwnPart({ agreementId, familyPart, exposure }),
        }),
    ),
    form.values,
  )
  if (!outcome.ok) return outcome.response

  const { bondId } = outcome.value
  return redirectAfterStepUp(staff, bondId ? paths.bond(bondId) : paths.disbursement(disbursementId))
}

export default function Payment() {
  const { t } = useWords()
  const { page, factors, timezone } = useDisbursementFrame()
  const answer = useActionData<typeof action>()
  return (
    <>
      <h2 className="text-l">{t('admin:payment.title')}</h2>
      <PaymentForm page={page} beyond={page} factors={factors} timezone={timezone} answer={answer} />
    </>
  )
}
