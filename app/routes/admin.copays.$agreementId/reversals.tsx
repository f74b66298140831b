import { ChoiceField } from '#app/components/choice-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { reversalReasons } from '#app/domain/copays/copay.ts'
import type { AgreementPage } from '#app/domain/copays/reads/agreement-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { refusalWords } from '#app/words/refusal-words.ts'

type Props = { page: AgreementPage; timezone: string; factors: Factors; answer: unknown }
type Reversal = AgreementPage['receipts'][number]['reversals'][number]

/** A check that came back, a wrong entry: asked for by one person, confirmed by another. */
export function Reversals(props: Props) {
  const { t, i18n } = useWords()
  const { page, timezone } = props
  const { money, minute } = useFormats(timezone)
  const days = useFormats('UTC')
  const asked = page.receipts.flatMap((receipt) =>
    receipt.reversals.map((reversal) => ({ ...reversal, receipt })),
  )
  const open = page.receipts.filter(({ ask }) => !ask)
  const gone = page.receipts.find(({ ask }) => ask?.code === 'taken_back_is_still_held')
  if (asked.length === 0 && open.length === 0 && !gone) return null
  return (
    <section aria-labelledby="take-back" className="grid gap-4">
      <h2 id="take-back" className="text-l">
        {t('copay:reversal.title')}
      </h2>
      {asked.map(({ receipt, ...reversal }) => (
        <div key={reversal.id} className="grid gap-1 border-t border-hairline pt-3">
          <p className="font-semibold">
            <span className="figures">{money(receipt.amount)}</span> · <bdi>{receipt.reference}</bdi>
          </p>
          <p className="text-s">
            {t(`copay:reversal.reason.${reversal.reason}`)} · {days.day(reversal.happenedOn)}
          </p>
          <p className="text-s text-quiet">
            {t('copay:reversal.asked', { name: reversal.askedBy, date: minute(reversal.askedAt) })}
          </p>
          {reversal.decision ? (
            <p className="text-s text-quiet">
              {t(`copay:reversal.${reversal.decision.kind}`, {
                name: reversal.decision.by,
                date: minute(reversal.decision.at),
              })}
            </p>
          ) : (
            <Decide {...props} reversal={reversal} />
          )}
        </div>
      ))}
      {open.length > 0 && <Ask {...props} receipts={open} />}
      {open.length === 0 && gone?.ask && (
        <p className="measure text-s text-quiet">{refusalWords(i18n, gone.ask)}</p>
      )}
    </section>
  )
}

function Decide({ page, factors, answer, reversal }: Props & { reversal: Reversal }) {
  const { t, i18n } = useWords()
  const confirming = useFormAnswer(answer, 'confirm_reversal')
  const withdrawing = useFormAnswer(answer, 'withdraw_reversal')
  const none = useFormAnswer(undefined)
  const own = (all: typeof none) => (all.valueOf('reversalId') === reversal.id ? all : none)
  const form = { action: paths.copay(page.id) }
  const { confirm, withdraw } = reversal.acts
  return (
    <div className="mt-2 grid justify-items-start gap-4">
      {confirm ? (
        <p className="measure text-s text-quiet">{refusalWords(i18n, confirm)}</p>
      ) : (
        <ActForm
          {...form}
          refusal={own(confirming).refusal ?? null}
          submit={t('copay:reversal.confirm')}
          tone="refuse"
        >
          <input type="hidden" name="intent" value="confirm_reversal" />
          <input type="hidden" name="reversalId" value={reversal.id} />
          <p className="measure text-s text-quiet">{t('copay:reversal.confirm.lead')}</p>
          <StepUpFields
            boundTo={boundTo.takeBackReceipt(reversal.id)}
            {...factors}
            error={own(confirming).errorOf('code')}
          />
        </ActForm>
      )}
      {!withdraw && (
        <ActForm
          {...form}
          refusal={own(withdrawing).refusal ?? null}
          submit={t('copay:reversal.keep')}
          tone="outline"
        >
          <input type="hidden" name="intent" value="withdraw_reversal" />
          <input type="hidden" name="reversalId" value={reversal.id} />
        </ActForm>
      )}
    </div>
  )
}

function Ask({ page, timezone, answer, receipts }: Props & { receipts: AgreementPage['receipts'] }) {
  const { t } = useWords()
  const { money, day } = useFormats(timezone)
  const { valueOf: typed, errorOf, refusal } = useFormAnswer(answer, 'take_back')
  const choose = { value: '', label: t('admin:choose') }
  return (
    <Confirm ask={t('copay:reversal.open')} tone="outline" open={typed('receiptId') !== undefined}>
      <ActForm
        action={paths.copay(page.id)}
        refusal={refusal ?? null}
        submit={t('copay:reversal.submit')}
        tone="outline"
      >
        <input type="hidden" name="intent" value="take_back" />
        <p className="measure text-s text-quiet">{t('copay:reversal.lead')}</p>
        <ChoiceField
          id="take-back-receipt"
          name="receiptId"
          label={t('copay:reversal.receipt')}
          defaultValue={typed('receiptId') ?? (receipts.length === 1 ? receipts[0]?.id : '')}
          error={errorOf('receiptId')}
          required
          choices={[
            choose,
            ...receipts.map(({ id, amount, reference, at }) => ({
              value: id,
              label: `${day(at)} · ${money(amount)} · ${reference}`,
            })),
          ]}
        />
        <ChoiceField
          id="take-back-reason"
          name="reason"
          label={t('copay:reversal.reason')}
          defaultValue={typed('reason') ?? ''}
          error={errorOf('reason')}
          required
          choices={[
            choose,
            ...reversalReasons.map((value) => ({ value, label: t(`copay:reversal.reason.${value}`) })),
          ]}
        />
        <Field
          id="take-back-day"
          name="happenedOn"
          type="date"
          label={t('copay:reversal.on')}
          defaultValue={typed('happenedOn')}
          error={errorOf('happenedOn')}
          required
        />
      </ActForm>
    </Confirm>
  )
}
