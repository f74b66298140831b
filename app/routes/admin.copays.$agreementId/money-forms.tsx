import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { MoneyInput } from '#app/components/money-input.tsx'
import { useWords } from '#app/components/words.ts'
import type { AgreementPage } from '#app/domain/copays/reads/agreement-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { HowReceived } from './how-received.tsx'

type Props = { page: AgreementPage; timezone: string; answer: unknown }

/** Money that came in. It stays the family's. */
export function Receive({ page, answer }: Omit<Props, 'timezone'>) {
  const { t } = useWords()
  const { valueOf: typed, errorOf, refusal } = useFormAnswer(answer, 'receive')
  return (
    <section className="grid gap-4">
      <h2 className="text-l">{t('copay:receive.title')}</h2>
      <p className="measure text-quiet">{t('copay:receive.lead')}</p>
      <ActForm action={paths.copay(page.id)} refusal={refusal ?? null} submit={t('copay:receive.submit')}>
        <input type="hidden" name="intent" value="receive" />
        <HowReceived
          open={page.open}
          depositedCents={page.depositedCents}
          receiving={{ valueOf: typed, errorOf, refusal }}
        />
        <Field
          id="receive-reference"
          name="reference"
          label={t('copay:receipts.reference')}
          hint={t('copay:receive.reference.hint')}
          maxLength={60}
          defaultValue={typed('reference')}
          error={errorOf('reference')}
          required
        />
        <Moment id="receive-moment" value={typed('occurredAt')} error={errorOf('occurredAt')} />
      </ActForm>
    </section>
  )
}

/** What is held goes back to the one who signed: put forward here, approved by another, paid by a third or the first. */
export function ProposePayout({ page, timezone, answer }: Props) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const { valueOf: typed, errorOf, refusal } = useFormAnswer(answer, 'propose')
  return (
    <section className="grid gap-4">
      <h2 className="text-l">{t('copay:propose.title')}</h2>
      <p className="measure text-quiet">
        {t(page.isAwaited ? 'copay:propose.awaited' : 'copay:propose.lead')}
      </p>
      <ActForm
        action={paths.copay(page.id)}
        refusal={refusal ?? null}
        submit={t('copay:propose.submit')}
        tone={page.isAwaited ? 'outline' : 'primary'}
      >
        <input type="hidden" name="intent" value="propose" />
        <MoneyInput
          id="propose-amount"
          name="amount"
          label={t('copay:receipts.amount')}
          hint={t('copay:propose.at_most', { held: money(page.unclaimed) })}
          defaultValue={typed('amount')}
          error={errorOf('amount')}
          required
        />
      </ActForm>
    </section>
  )
}

/** When it happened: left empty, it happened now. */
export function Moment(of: { id: string; value: string | undefined; error: string | undefined }) {
  const { t } = useWords()
  return (
    <Field
      id={of.id}
      name="occurredAt"
      type="datetime-local"
      label={t('admin:moment.label')}
      hint={t('admin:moment.hint')}
      defaultValue={of.value}
      error={of.error}
    />
  )
}
