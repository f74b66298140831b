import { chargeLines } from '#app/domain/vault/charge-class.ts'
import type { VaultField } from '#app/domain/vault/fields.ts'
import { useWords } from './words.ts'

/** What was asked for, in the answer to the asking and nowhere else. */
export function SeenFields({ seen }: { seen: { field: VaultField; value: string | null }[] }) {
  const { t } = useWords()
  const shown = (field: VaultField, value: string): string =>
    field === 'charge_class'
      ? chargeLines(value)
          .map(({ line, isClass }) => (isClass ? t(`vault:charge.${line}`) : line))
          .join('\n')
      : value
  return (
    <section aria-labelledby="seen" className="border-s-4 border-primary ps-4">
      <h2 id="seen" className="text-xl">
        {t('vault:seen.title')}
      </h2>
      <p className="measure text-s text-quiet">{t('vault:seen.lead')}</p>
      <dl className="mt-3 grid gap-x-4 gap-y-2 sm:grid-cols-[12rem_1fr]">
        {seen.map(({ field, value }) => (
          <div key={field} className="contents">
            <dt className="text-quiet">{t(`vault:field.${field}`)}</dt>
            <dd className="whitespace-pre-wrap break-words">
              {value === null ? t('vault:seen.none') : <bdi>{shown(field, value)}</bdi>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
