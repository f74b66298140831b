import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { z } from 'zod'
import { AgreementEntries } from '#app/components/copays/agreement-entries.tsx'
import { OfferEntries } from '#app/components/copays/offer-entries.tsx'
import { useDisbursementFrame } from '#app/components/disbursements/disbursement-frame.ts'
import { useFormAnswer } from '#app/components/form-answer.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { AgreementForm, OfferForm } from '#app/domain/copays/forms.ts'
import { readingOf } from '#app/domain/copays/reading.ts'
import { recordOffer } from '#app/domain/copays/record-offer.server.ts'
import { type SignedAgreement, signAgreement } from '#app/domain/copays/sign-agreement.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { disbursementOf } from '#app/http/disbursement-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['copay'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'copays:work')
  return null
}

const Forms = z.discriminatedUnion('intent', [OfferForm.strict(), AgreementForm.strict()])

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'copays:work')
  const { disbursementId, page } = await disbursementOf(args, staff)

  const form = parseForm(await args.request.formData(), Forms)
  if (!form.ok) return invalid(form)

  const { timezone } = await organization()
  const of = { staff, fundId: page.fundId, caseCode: page.caseCode }
  const { value } = form
  const outcome = await orRefusal<{ agreementId: string } | undefined>(
    value.intent === 'offer'
      ? recordOffer({ ...of, answer: value.answer }).then(() => undefined)
      : signRead(value, { ...of, timezone }),
    form.values,
  )
  if (!outcome.ok) return outcome.response

  const agreementId = outcome.value?.agreementId
  return redirect(agreementId ? paths.copay(agreementId) : paths.family(disbursementId), 303)
}

/** What was typed of how it was read aloud, and then the paper. */
async function signRead(
  value: z.output<typeof AgreementForm>,
  of: Pick<SignedAgreement, 'staff' | 'fundId' | 'caseCode' | 'timezone'>,
): Promise<{ agreementId: string }> {
  const { language, amount, signer, paperNumber, signedOn, ...read } = value
  return signAgreement({ ...of, language, amount, signer, paperNumber, signedOn, reading: readingOf(read) })
}

/** First whether a relative can post their part themselves; only then a paper. */
export default function Family() {
  const { t } = useWords()
  const { page } = useDisbursementFrame()
  const answer = useActionData<typeof action>()
  const forms = { offer: useFormAnswer(answer, 'offer'), agreement: useFormAnswer(answer, 'agreement') }
  const last = page.family?.offers.at(-1)
  const maySign = last && last.answer !== 'agreed_self_post' && !page.shared
  return (
    <>
      <section className="grid gap-4">
        <h2 className="text-l">{t('copay:offer.title')}</h2>
        <p className="measure text-quiet">{t('copay:offer.lead')}</p>
        <OfferEntries disbursementId={page.id} answer={forms.offer} />
      </section>
      <section className="grid gap-4">
        <h2 className="text-l">{t('copay:agreement.title')}</h2>
        {maySign ? (
          <AgreementEntries disbursementId={page.id} answer={forms.agreement} />
        ) : (
          <p className="measure text-quiet">
            {t(
              page.shared
                ? 'copay:agreement.shared'
                : last
                  ? 'copay:agreement.not_needed'
                  : 'copay:agreement.after_offer',
            )}
          </p>
        )}
      </section>
    </>
  )
}
