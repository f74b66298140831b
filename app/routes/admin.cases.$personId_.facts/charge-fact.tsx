import { CheckField } from '#app/components/check-field.tsx'
import type { Entries } from '#app/components/disbursements/use-entries.ts'
import { Field, FieldError } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { chargeClasses } from '#app/domain/vault/charge-class.ts'

/** What the person is charged with: classes that rules of places can name, and other words beside them. */
export function ChargeFact({ known, entries }: { known: boolean; entries: Entries }) {
  const { t } = useWords()
  const ticked = entries.all('charge_class')
  return (
    <fieldset className="grid gap-2">
      <legend className="font-semibold">{t('vault:field.charge_class')}</legend>
      <p className="measure text-s text-quiet">{t('vault:charge.hint')}</p>
      {known && <p className="text-s text-quiet">{t('vault:charge.known')}</p>}
      <div className="grid gap-2 sm:grid-cols-2">
        {chargeClasses.map((charge) => (
          <CheckField
            key={charge}
            id={`charge-${charge}`}
            name="charge_class"
            value={charge}
            label={t(`vault:charge.${charge}`)}
            defaultChecked={ticked.includes(charge)}
          />
        ))}
      </div>
      <FieldError id="charge_class" error={entries.error('charge_class')} />
      <Field
        name="charge_other"
        label={t('vault:charge.other')}
        hint={t('vault:charge.other.hint')}
        maxLength={200}
        autoComplete="off"
        defaultValue={entries.value('charge_other')}
        error={entries.error('charge_other')}
      />
    </fieldset>
  )
}
