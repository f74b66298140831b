import { Form, Link } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { MoneyInput } from '#app/components/money-input.tsx'
import { Notice } from '#app/components/notice.tsx'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import type { GiftPage, RefundPreview } from '#app/domain/gifts/gift-page.server.ts'
import { typedDollars } from '#app/domain/money/format.ts'
import { refundReasons } from '#app/domain/refunds/request.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  page: GiftPage
  preview: RefundPreview | null
  /** The preview's own form, as it was sent in the address. */
  wanted: unknown
  factors: Factors
  answer: unknown
}

/** First how much and why, then what each fund gives back to the cent, then the press that asks for it. */
export function RefundForms(props: Props) {
  const { t } = useWords()
  const { page, preview } = props
  const why = whyNot(page)
  const { refusal } = useFormAnswer(props.answer, 'refund')
  return (
    <section id="refund" aria-labelledby="refund-title" className="grid gap-4">
      <h2 id="refund-title" className="text-l">
        {t('refunds:refund.title')}
      </h2>
      {why ? (
        <>
          {refusal && <Notice tone="refusal">{refusal}</Notice>}
          <p className="measure text-quiet">{t(`refunds:refund.why_not.${why}`)}</p>
          {why === 'offline' && (
            <Link to={paths.offlineGift(page.id)} className="inline-block py-1">
              {t('refunds:refund.offline')}
            </Link>
          )}
        </>
      ) : (
        <>
          <p className="measure text-quiet">{t('refunds:refund.lead')}</p>
          <Wish {...props} />
          {preview && <Press {...props} preview={preview} />}
        </>
      )}
    </section>
  )
}

function whyNot(page: GiftPage): 'offline' | 'open' | 'lost' | 'nothing' | 'role' | null {
  if (page.chargeId === null) return 'offline'
  if (page.dispute === 'open' || page.dispute === 'lost') return page.dispute
  if (page.refundableCents <= 0n) return 'nothing'
  return page.may.refund ? null : 'role'
}

/** Changes nothing, so it is asked for by address: it works without scripts, and the way back is the browser's own. */
function Wish({ page, wanted }: Props) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const { valueOf: typed, errorOf } = useFormAnswer(wanted)
  const all = typedDollars(page.refundableCents)
  return (
    <Form
      method="get"
      action={`${paths.gift(page.id)}#refund`}
      className="grid max-w-[36rem] gap-4"
      preventScrollReset
    >
      <MoneyInput
        name="amount"
        label={t('refunds:refund.amount')}
        hint={t('refunds:refund.amount.hint', { left: money(page.refundableCents) })}
        defaultValue={typed('amount') ?? all}
        error={errorOf('amount')}
        required
      />
      <ChoiceField
        name="reason"
        label={t('refunds:reason.label')}
        defaultValue={typed('reason') ?? ''}
        error={errorOf('reason')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...refundReasons.map((value) => ({ value, label: t(`refunds:reason.${value}`) })),
        ]}
      />
      <div>
        <Button tone="outline">{t('refunds:refund.preview')}</Button>
      </div>
    </Form>
  )
}

function Press({ page, preview, factors, answer }: Props & { preview: RefundPreview }) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const { errorOf, refusal } = useFormAnswer(answer, 'refund')
  const amount = typedDollars(preview.amountCents)
  const alone = page.parts.map(
    ({ fundId }) => page.policies.find((policy) => policy.fundId === fundId)?.aloneCents ?? 0n,
  )
  const bound = { paymentId: page.id, amount: preview.amountCents, reason: preview.reason }
  // A form that comes back stands under the same preview.
  const again = `${paths.gift(page.id)}?${new URLSearchParams({ amount, reason: preview.reason })}`
  const bearers = [...new Set(page.parts.map(({ feesPaidBy }) => feesPaidBy))]
  return (
    <div className="grid gap-4 border-t border-hairline pt-4">
      <h3 className="font-semibold">
        {t('refunds:refund.preview.title', { amount: money(preview.amountCents) })}
      </h3>
      <DataTable
        caption={t('refunds:refund.preview.caption')}
        captionHidden
        stacks
        rows={preview.parts}
        rowKey={({ fundId }) => fundId}
        columns={[
          {
            key: 'fund',
            header: t('refunds:gift.part.fund'),
            names: true,
            cell: ({ fundName }) => fundName,
          },
          {
            key: 'gift',
            header: t('refunds:gift.part.gift'),
            align: 'end',
            cell: ({ giftCents }) => money(giftCents),
          },
          {
            key: 'cover',
            header: t('refunds:gift.part.cover'),
            align: 'end',
            cell: ({ feeCoverCents }) => money(feeCoverCents),
          },
          {
            key: 'after',
            header: t('refunds:refund.preview.after'),
            align: 'end',
            cell: ({ atStripeAfterCents }) => money(atStripeAfterCents),
          },
        ]}
      />
      {preview.parts
        .filter(({ atStripeAfterCents }) => atStripeAfterCents < 0n)
        .map(({ fundId, fundName, atStripeAfterCents }) => (
          <Notice key={fundId} tone="refusal">
            {t('refunds:refund.below_zero', { fund: fundName, after: money(atStripeAfterCents) })}
          </Notice>
        ))}
      <p className="measure text-s">
        {t('refunds:refund.fee', {
          fee: money(page.feeCents),
          bearer: bearers.map((bearer) => t(`refunds:gift.part.paid_by.${bearer}`)).join(', '),
        })}
      </p>
      {page.policies.map(
        ({ fundId, text }) =>
          text && (
            <p key={fundId} className="measure text-s">
              {t('refunds:refund.policy', {
                fund: page.parts.find((part) => part.fundId === fundId)?.fundName ?? '',
                text,
              })}
            </p>
          ),
      )}
      {alone.some((most) => preview.amountCents > most) && (
        <p className="measure text-s font-semibold">{t('refunds:refund.two')}</p>
      )}
      <ActForm action={again} refusal={refusal ?? null} submit={t('refunds:refund.submit')}>
        <input type="hidden" name="intent" value="refund" />
        <input type="hidden" name="amount" value={amount} />
        <input type="hidden" name="reason" value={preview.reason} />
        <input type="hidden" name="before" value={String(page.refundedCents)} />
        {errorOf('amount') && (
          <Notice tone="refusal" title={t('admin:act.refused')}>
            {errorOf('amount')}
          </Notice>
        )}
        <StepUpFields boundTo={boundTo.refund(bound)} {...factors} error={errorOf('code')} />
      </ActForm>
    </div>
  )
}
