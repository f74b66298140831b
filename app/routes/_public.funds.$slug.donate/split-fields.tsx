import { FieldError } from '#app/components/field.tsx'
import { MoneyInput } from '#app/components/money-input.tsx'
import { FundPurpose, type Purpose } from '#app/components/purpose-words.tsx'
import { useWords } from '#app/components/words.ts'

type SplitFieldsProps = {
  fundName: string
  /** The other funds that take gifts. */
  others: (Purpose & { slug: string; name: string })[]
  also: string[]
  share: Record<string, string>
  /** What is wrong, in words, by field. */
  errorOf: (field: string) => string | undefined
}

/** One gift over several funds. Folded away, and opened without a script; open where something in it counts. */
export function SplitFields({ fundName, others, also, share, errorOf }: SplitFieldsProps) {
  const { t } = useWords()
  if (others.length === 0) return null
  const error = errorOf('split')
  const isUsed = also.length > 0 || Object.values(share).some((dollars) => dollars !== '')
  const isOpen = isUsed || error !== undefined || others.some(({ slug }) => errorOf(`share.${slug}`))
  return (
    <details open={isOpen} className="border-y border-hairline" id="split">
      <summary className="cursor-pointer py-3 font-semibold">{t('give:split.title')}</summary>
      <fieldset
        className="grid gap-4 pb-5"
        aria-describedby={error ? 'split-hint split-error' : 'split-hint'}
      >
        <legend className="sr-only">{t('give:split.title')}</legend>
        <p id="split-hint" className="text-s text-quiet">
          {t('give:split.hint', { fund: fundName })}
        </p>
        {others.map(({ slug, name, ...words }) => (
          <div key={slug} className="grid items-end gap-x-5 gap-y-1 sm:grid-cols-[1fr_11rem]">
            <label htmlFor={`also-${slug}`} className="flex min-h-11 items-center gap-3 font-semibold">
              <input
                type="checkbox"
                name="also"
                value={slug}
                id={`also-${slug}`}
                defaultChecked={also.includes(slug) || Boolean(share[slug])}
                className="size-6 flex-none"
              />
              {name}
            </label>
            <MoneyInput
              name={`share.${slug}`}
              label={<span className="text-s font-normal">{t('give:split.share', { fund: name })}</span>}
              defaultValue={share[slug] ?? ''}
              error={errorOf(`share.${slug}`)}
            />
            <FundPurpose fund={{ slug, name, ...words }} className="sm:col-span-2" />
          </div>
        ))}
        <FieldError id="split" error={error} />
      </fieldset>
    </details>
  )
}
