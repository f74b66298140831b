import { ChoiceField } from '#app/components/choice-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { MoneyInput } from '#app/components/money-input.tsx'
import { TextField } from '#app/components/text-field.tsx'
import { useWords } from '#app/components/words.ts'
import { deductionReasons } from '#app/domain/bonds/bond.ts'
import type { RowProblem } from '#app/domain/remittances/paste-remittance-lines.server.ts'
import { paths } from '#app/http/paths.ts'
import { refusalWords } from '#app/words/refusal-words.ts'

type AddProps = { id: string; answer: FormAnswer | undefined }

/** One bond of the payment, found by its case code or its receipt number. */
export function AddLine({ id, answer }: AddProps) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <section className="grid gap-4">
      <h2 className="text-l">{t('remittance:add.title')}</h2>
      <ActForm action={paths.remittance(id)} refusal={entries.refusal} submit={t('remittance:add.submit')}>
        <input type="hidden" name="intent" value="add" />
        <Field
          id="line-bond"
          name="bond"
          label={t('remittance:add.bond')}
          hint={t('remittance:add.bond.hint')}
          maxLength={60}
          autoComplete="off"
          defaultValue={entries.value('bond')}
          error={entries.error('bond')}
          required
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <MoneyInput
            id="line-received"
            name="received"
            label={t('admin:bond.return.received')}
            defaultValue={entries.value('received')}
            error={entries.error('received')}
          />
          <MoneyInput
            id="line-interest"
            name="interest"
            label={t('admin:bond.return.interest')}
            hint={t('admin:bond.return.interest.hint')}
            defaultValue={entries.value('interest')}
            error={entries.error('interest')}
          />
          <ChoiceField
            id="line-reason"
            name="reason"
            label={t('remittance:add.reason')}
            defaultValue={entries.value('reason')}
            error={entries.error('reason')}
            choices={[
              { value: '', label: t('admin:bond.return.reason.none') },
              ...deductionReasons.map((value) => ({ value, label: t(`admin:deduction.${value}`) })),
            ]}
          />
          <MoneyInput
            id="line-kept"
            name="kept"
            label={t('remittance:add.kept')}
            defaultValue={entries.value('kept')}
            error={entries.error('kept')}
          />
        </div>
      </ActForm>
    </section>
  )
}

/** A list as the court sent it: every row that cannot be entered is said, and then none is. */
export function PasteLines({ id, answer, wrong }: AddProps & { wrong: RowProblem[] }) {
  const { t, i18n } = useWords()
  const entries = useEntries(answer)
  const form = (
    <ActForm action={paths.remittance(id)} refusal={entries.refusal} submit={t('remittance:paste.submit')}>
      <input type="hidden" name="intent" value="paste" />
      <TextField
        id="paste-rows"
        name="rows"
        label={t('remittance:paste.rows')}
        hint={t('remittance:paste.rows.hint')}
        rows={6}
        dir="ltr"
        maxLength={20_000}
        defaultValue={entries.value('rows')}
        error={entries.error('rows')}
        required
      />
      {wrong.length > 0 && (
        <ul className="grid gap-1 text-s">
          {wrong.map(({ row, typed, code, params }) => (
            <li key={row}>
              {t('remittance:paste.row', { row, typed })} {refusalWords(i18n, { code, params })}
            </li>
          ))}
        </ul>
      )}
    </ActForm>
  )
  if (answer) {
    return (
      <section className="grid gap-4">
        <h2 className="text-l">{t('remittance:paste.title')}</h2>
        {form}
      </section>
    )
  }
  return (
    <Confirm ask={t('remittance:paste.title')} tone="outline">
      {form}
    </Confirm>
  )
}
