import { CheckField } from '#app/components/check-field.tsx'
import type { Entries } from '#app/components/disbursements/use-entries.ts'
import { FieldError } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { chargeClasses } from '#app/domain/vault/charge-class.ts'

/** Of excluded charges: the classes that are compared with the case's, without anyone opening it. */
export function ChargeFields({ entries }: { entries: Entries }) {
  const { t } = useWords()
  const ticked = entries.all('chargeClasses')
  return (
    <details open={entries.value('kind') === 'excluded_charge_class' || ticked.length > 0}>
      <summary className="inline-block py-1 text-primary underline underline-offset-4">
        {t('rules:charges.title')}
      </summary>
      <fieldset className="mt-3 grid gap-2">
        <legend className="font-semibold">{t('rules:charges.legend')}</legend>
        <p className="measure text-s text-quiet">{t('rules:charges.hint')}</p>
        {chargeClasses.map((charge) => (
          <CheckField
            key={charge}
            id={`chargeClasses-${charge}`}
            name="chargeClasses"
            value={charge}
            label={t(`vault:charge.${charge}`)}
            defaultChecked={ticked.includes(charge)}
          />
        ))}
        <FieldError id="version-chargeClasses" error={entries.error('chargeClasses')} />
      </fieldset>
    </details>
  )
}
