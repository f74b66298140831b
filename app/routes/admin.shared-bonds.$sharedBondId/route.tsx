import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { PaymentForm } from '#app/components/disbursements/payment-form.tsx'
import { PartsTable } from '#app/components/disbursements/shared-bond-parts.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { WhyNot } from '#app/components/disbursements/why-not.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { whyNotTheseCards } from '#app/domain/disbursements/card-source.ts'
import { sharedPaymentForm } from '#app/domain/disbursements/shared-bonds/forms.ts'
import { paySharedBond } from '#app/domain/disbursements/shared-bonds/pay-shared-bond.server.ts'
import { sharedBondPage } from '#app/domain/disbursements/shared-bonds/shared-bond-page.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { readForm } from '#app/http/read-form.ts'
import { refusedAttempt } from '#app/http/refused-attempt.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['cash', 'copay', 'remittance'],
  title: (t, { page }) => t('remittance:shared.title', { code: page.caseCode }),
}

export const headers = noStore

const Params = z.object({ sharedBondId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:read')
  const { sharedBondId } = parseParams(params, Params)
  const page = await sharedBondPage({ sharedBondId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  return { page, timezone, factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp } }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:pay')
  const { sharedBondId } = parseParams(params, Params)
  const page = await sharedBondPage({ sharedBondId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  const form = parseForm(await readForm(request), sharedPaymentForm(timezone))
  if (!form.ok) return invalid(form)

  // Said before the proof is asked for, so that nobody spends a code on what cannot be.
  const attempted = { staff, action: 'disbursement.paid', subject: 'shared_bond', subjectId: sharedBondId }
  const refusal = page.whyNotPay ?? whyNotTheseCards(form.value, page.partAdvances)
  if (refusal) return refusedAttempt(attempted, refusal, form.values)
  const { code, passkey, challengeId, ...payment } = form.value
  const outcome = await orRefusal(
    provedBy(
      attempted,
      {
        boundTo: boundTo.paySharedBond({ id: sharedBondId, contentHash: payment.contentHash }),
        sent: { code, passkey, challengeId },
      },
      (stepUpId) => paySharedBond({ staff, sharedBondId, stepUpId, ...payment }),
    ),
    form.values,
  )
  if (!outcome.ok) return outcome.response
  return redirectAfterStepUp(staff, paths.bond(outcome.value.bondIds[0]))
}

export default function SharedBond() {
  const { t } = useWords()
  const { page, timezone, factors } = useLoaderData<typeof loader>()
  const { minute, money } = useFormats(timezone)
  const answer = useActionData<typeof action>()
  const { payment } = page
  return (
    <article className="grid gap-6">
      <header>
        <Link to={paths.disbursements()} className="inline-block py-1 text-s">
          {t('admin:disbursements.back')}
        </Link>
        <h1 className="text-2xl">{t('remittance:shared.title', { code: page.caseCode })}</h1>
        <p className="measure text-quiet">{t('remittance:shared.lead')}</p>
      </header>
      <div className="grid gap-x-16 gap-y-8 lg:grid-cols-2">
        <section aria-label={t('remittance:shared.parts')} className="grid content-start gap-6">
          <PartsTable parts={page.parts} />
          <Facts
            facts={[
              {
                key: 'whole',
                label: t('remittance:shared.whole'),
                value: <strong>{money(page.principalCents)}</strong>,
                number: true,
              },
              ...(page.feesCents > 0n
                ? [{ key: 'fees', label: t('admin:fact.fees'), value: money(page.feesCents), number: true }]
                : []),
              { key: 'by', label: t('admin:fact.proposed_by'), value: page.proposedBy },
              { key: 'at', label: t('admin:fact.proposed_at'), value: minute(page.proposedAt) },
              ...(payment
                ? [
                    {
                      key: 'paid',
                      label: t('remittance:shared.paid'),
                      value: t('admin:by_at', { name: payment.by, date: minute(payment.at) }),
                    },
                    { key: 'receipt', label: t('admin:payment.receipt'), value: payment.receiptNumber },
                    ...(payment.exposureCents === null
                      ? []
                      : [
                          {
                            key: 'exposure',
                            label: t('copay:exposure.full'),
                            value: money(payment.exposureCents),
                            number: true,
                          },
                        ]),
                  ]
                : []),
            ]}
          />
        </section>
        <section aria-label={t('admin:disbursement.acts')} className="grid content-start gap-4">
          {!payment && !page.whyNotPay && (
            <>
              <h2 className="text-l">{t('remittance:shared.pay')}</h2>
              <PaymentForm
                page={{
                  id: page.id,
                  contentHash: page.contentHash,
                  principalCeiling: cents(page.principalCents),
                  feesCeiling: cents(page.feesCents),
                  payees: page.payees,
                  largeCents: page.largeCents,
                  largeAtBankCents: page.largeAtBankCents,
                  ...{ advances: [], cards: [] },
                  partAdvances: page.partAdvances,
                }}
                factors={factors}
                timezone={timezone}
                answer={answer}
                action={paths.sharedBond(page.id)}
                bound={boundTo.paySharedBond(page)}
                beyond={{ kind: page.kind as 'court_bail' | 'immigration_bond', family: null }}
              />
            </>
          )}
          {!payment && <WhyNot reasons={[{ act: t('remittance:shared.pay'), why: page.whyNotPay }]} />}
        </section>
      </div>
    </article>
  )
}
