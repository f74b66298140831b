import type { EnvelopeFund } from '#app/domain/envelopes/reads/envelope-choices.server.ts'
import type { FormValues } from '#app/http/parse-form.ts'
import { CheckField } from '../check-field.tsx'
import type { Entries } from '../disbursements/use-entries.ts'
import { Field, FieldError } from '../field.tsx'
import { MoneyInput } from '../money-input.tsx'
import { useWords } from '../words.ts'

type Props = { fund: EnvelopeFund; entries: Entries; values: FormValues | undefined }

/** All that an approval of a night will bind. */
export function EnvelopeFields({ fund, entries, values }: Props) {
  const { t } = useWords()
  const line = (name: string) => ({
    name,
    defaultValue: entries.value(name),
    error: entries.error(name),
    required: true,
  })
  return (
    <>
      <fieldset className="grid items-end gap-4 sm:grid-cols-3">
        <legend className="mb-2 font-semibold">{t('envelope:new.limits')}</legend>
        <MoneyInput {...line('total')} label={t('envelope:fact.total')} />
        <MoneyInput {...line('cap')} label={t('envelope:fact.cap')} />
        <Field
          {...line('bonds')}
          label={t('envelope:fact.bonds')}
          inputMode="numeric"
          autoComplete="off"
          maxLength={2}
        />
      </fieldset>
      <fieldset className="grid gap-4 sm:grid-cols-2">
        <legend className="font-semibold">{t('envelope:new.times')}</legend>
        <p className="text-s text-quiet sm:col-span-2">{t('envelope:new.times.hint')}</p>
        <Field {...line('opensAt')} type="datetime-local" label={t('envelope:fact.opens')} />
        <Field {...line('closesAt')} type="datetime-local" label={t('envelope:fact.closes')} />
      </fieldset>
      <Boxes
        name="purposeCodes"
        legend={t('envelope:fact.purposes')}
        choices={fund.purposeCodes.map((code) => ({ value: code, label: t(`admin:purpose.${code}`) }))}
        ticked={values ? values.purposeCodes : fund.purposeCodes.slice(0, 1)}
        error={entries.error('purposeCodes')}
      />
      <Boxes
        key={fund.id}
        name="posterIds"
        legend={t('envelope:fact.posters')}
        hint={t('envelope:new.posters.hint')}
        choices={fund.posters.map(({ id, name }) => ({ value: id, label: name }))}
        ticked={values?.posterIds}
        error={entries.error('posterIds')}
      />
    </>
  )
}

type BoxesProps = {
  name: string
  legend: string
  hint?: string
  choices: { value: string; label: string }[]
  ticked: string | string[] | undefined
  error: string | undefined
}

function Boxes({ name, legend, hint, choices, ticked = [], error }: BoxesProps) {
  return (
    <fieldset className="grid gap-3">
      <legend className="font-semibold">{legend}</legend>
      {hint && <p className="text-s text-quiet">{hint}</p>}
      {choices.map(({ value, label }) => (
        <CheckField
          key={value}
          id={`${name}-${value}`}
          name={name}
          value={value}
          label={label}
          defaultChecked={[ticked].flat().includes(value)}
        />
      ))}
      <FieldError id={name} error={error} />
    </fieldset>
  )
}
