import { useDay } from '#app/components/bank/use-day.ts'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { balanceReasons } from '#app/domain/bank/forms.ts'
import type { BankBalance, Reach } from '#app/domain/bank/reads/reach.server.ts'

type Props = {
  reach: Reach
  balance: BankBalance | null
  timezone: string
  mayWork: boolean
  action: string
  answer: FormAnswer | undefined
}

/** What the bank holds beside the books, and a person's word where no line can tell: what a month's close asks beyond matches. */
export function MonthEnd({ reach, balance, ...shared }: Props) {
  const { t } = useWords()
  return (
    <section aria-labelledby="month-end" className="grid gap-4">
      <h2 id="month-end" className="text-l">
        {t('reconciliation:month_end.title')}
      </h2>
      {balance ? (
        <Balance balance={balance} {...shared} />
      ) : (
        <p className="measure text-quiet">{t('reconciliation:balance.none')}</p>
      )}
      {shared.mayWork && reach.known && <NothingMoved known={reach.known} {...shared} />}
    </section>
  )
}

type Shared = Omit<Props, 'reach' | 'balance'>

function Balance({ balance, timezone, mayWork, action, answer }: Shared & { balance: BankBalance }) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const day = useDay(timezone)
  const entries = useEntries(answer?.values.intent === 'balance' ? answer : undefined)
  const { saidCents, differenceCents, answered } = balance
  const ours = saidCents - differenceCents
  const said = { day: day(balance.day), said: money(saidCents), ours: money(ours) }
  if (differenceCents === 0n) return <p className="measure">{t('reconciliation:balance.agrees', said)}</p>
  const size = differenceCents < 0n ? -differenceCents : differenceCents
  return (
    <div className="grid gap-3">
      <p className="measure">{t('reconciliation:balance.differs', { ...said, amount: money(size) })}</p>
      {answered && (
        <p className="measure">
          {t('reconciliation:balance.answered', {
            why: t(`reconciliation:balance.${answered.reason}`),
            name: answered.by,
          })}
        </p>
      )}
      {mayWork && !answered && (
        <ActForm
          action={action}
          refusal={entries.refusal}
          submit={t('reconciliation:balance.submit')}
          tone="outline"
        >
          <input type="hidden" name="intent" value="balance" />
          <input type="hidden" name="differenceCents" value={String(differenceCents)} />
          <ChoiceField
            id="balance-reason"
            name="reason"
            label={t('reconciliation:balance.reason')}
            hint={t('reconciliation:balance.hint')}
            defaultValue={entries.value('reason')}
            error={entries.error('reason')}
            required
            choices={[
              { value: '', label: t('admin:choose') },
              ...balanceReasons.map((value) => ({ value, label: t(`reconciliation:balance.${value}`) })),
            ]}
          />
        </ActForm>
      )}
    </div>
  )
}

function NothingMoved({ known, timezone, action, answer }: Shared & { known: string }) {
  const { t } = useWords()
  const day = useDay(timezone)
  const entries = useEntries(answer?.values.intent === 'nothing_moved' ? answer : undefined)
  return (
    <ActForm
      action={action}
      refusal={entries.refusal}
      submit={t('reconciliation:still.submit')}
      tone="outline"
    >
      <input type="hidden" name="intent" value="nothing_moved" />
      <p className="measure">{t('reconciliation:still.lead', { day: day(known) })}</p>
      <Field
        name="throughDay"
        type="date"
        label={t('reconciliation:still.through')}
        hint={t('reconciliation:still.hint')}
        defaultValue={entries.value('throughDay')}
        error={entries.error('throughDay')}
        required
      />
    </ActForm>
  )
}
