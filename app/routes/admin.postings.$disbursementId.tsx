import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { LinkButton } from '#app/components/button.tsx'
import { AttemptForm } from '#app/components/cash/attempt-form.tsx'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { PaymentForm } from '#app/components/disbursements/payment-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { ownAttemptForm } from '#app/domain/cash/forms.ts'
import { recordOwnAttempt } from '#app/domain/cash/record-own-attempt.server.ts'
import { beyondOwnPart } from '#app/domain/copays/forms.ts'
import { whyNotThisPayment } from '#app/domain/disbursements/acts.ts'
import { whyNotTheseCards, whyNotThisCard } from '#app/domain/disbursements/card-source.ts'
import { paymentForm } from '#app/domain/disbursements/forms.ts'
import { sharedPaymentForm } from '#app/domain/disbursements/shared-bonds/forms.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { type MyPostingPage, myPosting } from '#app/domain/postings/my-posting.server.ts'
import { postAssignedBond, postAssignedSharedBond } from '#app/domain/postings/post-assigned-bond.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { type ParsedForm, parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { readForm } from '#app/http/read-form.ts'
import { refusedAttempt } from '#app/http/refused-attempt.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['cash', 'copay', 'window'],
  title: (t, { posting }) => t('window:mine.one', { code: posting.caseCode }),
}

export const headers = noStore

async function postingOf({ context, params }: LoaderFunctionArgs, staff: SignedInStaff) {
  const { disbursementId } = parseParams(params, z.object({ disbursementId: z.uuid() }))
  const posting = await myPosting({ staffId: staff.id, disbursementId, language: context.language })
  if (!posting) throw new Response(null, { status: 404 })
  return posting
}

export async function loader(args: LoaderFunctionArgs) {
  const staff = await requireStaff(args.request, 'postings:read')
  const posting = await postingOf(args, staff)
  const { timezone } = await organization()
  return { posting, timezone, factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp } }
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'disbursements:pay')
  const posting = await postingOf(args, staff)

  const { timezone } = await organization()
  const sent = await readForm(args.request)
  if (sent.get('act') === 'attempt') return tell(staff, posting, parseForm(sent, ownAttemptForm(timezone)))
  return posting.sharedBondId
    ? postShared(staff, posting, parseForm(sent, sharedPaymentForm(timezone)))
    : post(staff, posting, parseForm(sent, paymentForm(timezone)))
}

type Sent<F extends (timezone: string) => z.ZodType> = ParsedForm<z.output<ReturnType<F>>>

/** That it could not be posted: its cash is brought back, each fund's by itself. */
async function tell(staff: SignedInStaff, posting: MyPostingPage, form: Sent<typeof ownAttemptForm>) {
  if (!form.ok) return invalid(form)

  const { reason, occurredAt } = form.value
  const attempted = { staff, action: 'advance.returned_unposted', subject: 'disbursement' }
  // A second press, or cash that was counted back meanwhile.
  if (posting.carried.length === 0) {
    const why = { code: 'attempt_is_of_what_was_covered', params: {} }
    return refusedAttempt({ ...attempted, subjectId: posting.id }, why, form.values)
  }
  for (const cash of posting.carried) {
    const outcome = await orRefusal(recordOwnAttempt({ staff, ...cash, reason, occurredAt }), form.values)
    if (!outcome.ok) return outcome.response
  }
  return redirect(paths.postingTried(), 303)
}

async function post(staff: SignedInStaff, posting: MyPostingPage, form: Sent<typeof paymentForm>) {
  if (!form.ok) return invalid(form)

  // Said before the proof is asked for, so that nobody spends a code on what cannot be.
  const refusal = whyNotThisPayment(form.value, posting) ?? whyNotThisCard(form.value, posting.cards)
  const attempted = { staff, action: 'disbursement.paid', subject: 'disbursement', subjectId: posting.id }
  if (refusal) return refusedAttempt(attempted, refusal, form.values)
  const { code, passkey, challengeId, agreementId, familyPart, exposure, ...payment } = form.value
  const outcome = await orRefusal(
    provedBy(
      attempted,
      {
        boundTo: boundTo.pay({ id: posting.id, contentHash: payment.contentHash }),
        sent: { code, passkey, challengeId },
      },
      (stepUpId) =>
        postAssignedBond({
          ...{ staff, disbursementId: posting.id, stepUpId, ...payment },
          ...beyondOwnPart({ agreementId, familyPart, exposure }),
        }),
    ),
    form.values,
  )
  if (!outcome.ok) return outcome.response

  return redirectAfterStepUp(staff, paths.postingDone())
}

/** A bond that funds share is recorded as the whole that the window took. */
async function postShared(
  staff: SignedInStaff,
  posting: MyPostingPage,
  form: Sent<typeof sharedPaymentForm>,
) {
  if (!form.ok) return invalid(form)

  const sharedBondId = posting.sharedBondId ?? ''
  const refusal = whyNotThisPayment(form.value, posting) ?? whyNotTheseCards(form.value, posting.partAdvances)
  const attempted = { staff, action: 'disbursement.paid', subject: 'shared_bond', subjectId: sharedBondId }
  if (refusal) return refusedAttempt(attempted, refusal, form.values)
  const { code, passkey, challengeId, ...payment } = form.value
  const outcome = await orRefusal(
    provedBy(
      attempted,
      {
        boundTo: boundTo.paySharedBond({ id: sharedBondId, contentHash: payment.contentHash }),
        sent: { code, passkey, challengeId },
      },
      (stepUpId) =>
        postAssignedSharedBond({ staff, sharedBondId, stepUpId, caseCode: posting.caseCode, ...payment }),
    ),
    form.values,
  )
  return outcome.ok ? redirectAfterStepUp(staff, paths.postingDone()) : outcome.response
}

const boundOf = ({ id, contentHash, sharedBondId }: MyPostingPage): string =>
  sharedBondId ? boundTo.paySharedBond({ id: sharedBondId, contentHash }) : boundTo.pay({ id, contentHash })

/** One bond to post: what was approved, the slip to take along, and afterwards what was paid. */
export default function MyPosting() {
  const { t } = useWords()
  const { posting, timezone, factors } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const isOfAttempt = answer?.values.act === 'attempt'
  const { money, minute } = useFormats(timezone)
  const { details } = posting
  return (
    <article className="grid gap-6">
      <header>
        <Link to={paths.postings()} className="inline-block py-1 text-s">
          {t('window:mine.title')}
        </Link>
        <h1 className="text-2xl">
          {t(`admin:kind.${posting.kind}`)} <span className="figures">{posting.caseCode}</span>
        </h1>
      </header>
      <div className="grid gap-x-16 gap-y-8 lg:grid-cols-2">
        <section aria-label={t('admin:disbursement.facts')} className="grid content-start gap-6">
          <Facts
            facts={[
              ...(posting.parts.length > 0
                ? posting.parts.map((part) => ({
                    key: part.fundId,
                    label: t('window:slip.of_fund', { fund: part.fundName }),
                    value: money(part.principalCents),
                    number: true,
                  }))
                : [{ key: 'fund', label: t('admin:fact.fund'), value: posting.fundName }]),
              {
                key: 'principal',
                label: t('admin:fact.principal'),
                value: money(posting.principalCeiling),
                number: true,
              },
              { key: 'fees', label: t('admin:fact.fees'), value: money(posting.feesCeiling), number: true },
              ...(posting.familyHeld > 0n
                ? [
                    {
                      key: 'family',
                      label: t('window:slip.family'),
                      value: money(posting.familyHeld),
                      number: true,
                    },
                    {
                      key: 'together',
                      label: t('window:slip.together'),
                      value: <strong>{money(posting.total + posting.familyHeld)}</strong>,
                      number: true,
                    },
                  ]
                : []),
              { key: 'payees', label: t('admin:fact.payees'), value: posting.payees.join(', ') },
              { key: 'venue', label: t('admin:fact.venue'), value: posting.venue },
              ...(details.way
                ? [{ key: 'way', label: t('window:detail.way'), value: t(`window:way.${details.way}`) }]
                : []),
              { key: 'hours', label: t('window:detail.hours'), value: details.hours },
              { key: 'methods', label: t('window:detail.methods'), value: details.methods },
              { key: 'papers', label: t('window:detail.papers'), value: details.papers },
              { key: 'until', label: t('window:mine.until'), value: minute(posting.expiresAt) },
            ]}
          />
          <div>
            <LinkButton to={paths.slip(posting.id)}>{t('window:slip.title')}</LinkButton>
          </div>
        </section>
        <section aria-labelledby="posted" className="grid content-start gap-4">
          <h2 id="posted" className="text-l">
            {t('window:mine.posted')}
          </h2>
          <PaymentForm
            page={posting}
            beyond={posting}
            action={paths.posting(posting.id)}
            bound={boundOf(posting)}
            factors={factors}
            timezone={timezone}
            answer={isOfAttempt ? undefined : answer}
          />
        </section>
        {posting.carried.length > 0 && (
          <section aria-labelledby="tried" className="grid content-start gap-4 lg:col-start-2">
            <h2 id="tried" className="text-l">
              {t('cash:attempt.title')}
            </h2>
            <AttemptForm action={paths.posting(posting.id)} answer={isOfAttempt ? answer : undefined} />
          </section>
        )}
      </div>
    </article>
  )
}
