import { Form } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field, FieldError } from '#app/components/field.tsx'
import { MoneyInput } from '#app/components/money-input.tsx'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { reversalReasons } from '#app/domain/offline-gifts/offline-gift.ts'
import type { OfflineGiftPage } from '#app/domain/offline-gifts/offline-gift-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  page: OfflineGiftPage
  timezone: string
  answer: FormAnswer | undefined
  factors: Factors
}

/** A check that came back, a gift given back whole or in part, a wrong entry: asked for by one person, confirmed by another. */
export function Reversals(props: Props) {
  const { t } = useWords()
  const { page, timezone } = props
  const { minute, money } = useFormats(timezone)
  const days = useFormats('UTC')
  if (page.reversals.length === 0 && !page.may.ask) return null
  return (
    <section aria-labelledby="undo" className="grid gap-4">
      <h2 id="undo" className="text-l">
        {t('offline:undo.title')}
      </h2>
      {page.reversals.map(({ id, reason, parts, fee, happenedOn, askedBy, askedAt, decision }) => (
        <div key={id} className="grid gap-1 border-t border-hairline pt-3">
          <p className="font-semibold">{t(`offline:undo.reason.${reason}`)}</p>
          {parts.map(({ fund, amount }) => (
            <p key={fund} className="text-s">
              {t('offline:undo.part', { fund, amount: money(amount) })}
            </p>
          ))}
          <p className="text-s">
            {t('offline:undo.happened', { date: days.day(happenedOn) })}
            {fee > 0n && ` · ${t('offline:undo.fee.of', { amount: money(fee) })}`}
          </p>
          <p className="text-s text-quiet">
            {t('offline:undo.asked', { name: askedBy, date: minute(askedAt) })}
          </p>
          {decision && (
            <p className="text-s text-quiet">
              {t(`offline:undo.${decision.kind}`, { name: decision.by, date: minute(decision.at) })}
            </p>
          )}
        </div>
      ))}
      {page.waits && page.may.decide && <Decide {...props} waits={page.waits} />}
      {page.may.ask && <Ask {...props} />}
    </section>
  )
}

type Waits = NonNullable<OfflineGiftPage['waits']>

function Decide({ page, waits, answer, factors }: Props & { waits: Waits }) {
  const { t } = useWords()
  const isBack = answer?.values.intent === 'confirm' || answer?.values.intent === 'keep'
  const entries = useEntries(isBack ? answer : undefined)
  const action = paths.offlineGift(page.id)
  return (
    <div className="grid gap-4">
      {waits.isOwn ? (
        <p className="measure text-quiet">{t('offline:undo.other')}</p>
      ) : (
        <ActForm action={action} refusal={entries.refusal} submit={t('offline:undo.confirm')} tone="refuse">
          <input type="hidden" name="intent" value="confirm" />
          <input type="hidden" name="reversalId" value={waits.id} />
          <p className="measure text-s text-quiet">{t('offline:undo.confirm.lead')}</p>
          <StepUpFields
            boundTo={boundTo.confirmOfflineReversal(waits.id)}
            {...factors}
            error={entries.error('code')}
          />
        </ActForm>
      )}
      <Form method="post" action={action}>
        <input type="hidden" name="intent" value="keep" />
        <input type="hidden" name="reversalId" value={waits.id} />
        <Button tone="outline">{t('offline:undo.keep')}</Button>
      </Form>
    </div>
  )
}

function Ask({ page, timezone, answer }: Props) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const entries = useEntries(answer?.values.intent === 'ask' ? answer : undefined)
  const reasons = reversalReasons.filter((reason) => page.kind === 'check' || reason !== 'returned_by_bank')
  return (
    <ActForm
      action={paths.offlineGift(page.id)}
      refusal={entries.refusal}
      submit={t('offline:undo.ask')}
      tone="outline"
    >
      <input type="hidden" name="intent" value="ask" />
      <p className="measure text-s text-quiet">{t('offline:undo.lead')}</p>
      <ChoiceField
        name="reason"
        label={t('offline:undo.reason')}
        defaultValue={entries.value('reason')}
        error={entries.error('reason')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...reasons.map((value) => ({ value, label: t(`offline:undo.reason.${value}`) })),
        ]}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          name="happenedOn"
          type="date"
          label={t('offline:undo.happened_on')}
          defaultValue={entries.value('happenedOn')}
          error={entries.error('happenedOn')}
          required
        />
        {page.kind === 'check' && (
          <MoneyInput
            name="fee"
            label={t('offline:undo.fee')}
            defaultValue={entries.value('fee')}
            error={entries.error('fee')}
          />
        )}
      </div>
      <fieldset className="grid gap-4">
        <legend className="font-semibold">{t('offline:undo.parts')}</legend>
        <p className="measure text-s text-quiet">{t('offline:undo.parts.hint')}</p>
        {page.parts.map(({ fundId, fund, left }, index) => (
          <div key={fundId}>
            <input type="hidden" name={`parts[${index}].fundId`} value={fundId} />
            <MoneyInput
              id={`part-${index}`}
              name={`parts[${index}].amount`}
              label={fund}
              hint={t('offline:undo.parts.left', { amount: money(left) })}
              defaultValue={entries.value(`parts[${index}].amount`)}
              error={entries.error(`parts[${index}].amount`)}
            />
          </div>
        ))}
        <FieldError id="parts" error={entries.error('parts')} />
      </fieldset>
    </ActForm>
  )
}
