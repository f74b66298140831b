import { formatCents } from '#app/domain/money/format.ts'
import { MoneyInput } from './money-input.tsx'
import { useWords } from './words.ts'

type AmountChoiceProps = {
  language: string
  suggestedCents: bigint[]
  minimumCents: bigint
  maximumCents: bigint
  /** The radio that is pressed, in dollars as the form sends them. */
  preset: string | null
  /** What was typed instead. */
  typed: string
  error?: string | undefined
}

/** Some amounts to choose from and a field of one's own, which counts when it is filled in. */
export function AmountChoice(choice: AmountChoiceProps) {
  const { t } = useWords()
  const money = (cents: bigint) => formatCents(cents, choice.language, { whole: cents % 100n === 0n })
  return (
    <fieldset className="amount-choice">
      <legend className="font-display text-l">{t('give:amount.legend')}</legend>
      <div className="mt-2 grid grid-cols-[repeat(auto-fit,minmax(7rem,1fr))] gap-2">
        {choice.suggestedCents.map((cents, index) => (
          <label key={cents.toString()} htmlFor={`preset-${index}`} className="amount figures">
            <input
              type="radio"
              name="preset"
              id={`preset-${index}`}
              value={asTyped(cents)}
              defaultChecked={asTyped(cents) === choice.preset}
              className="amount-dot"
            />
            <span className="amount-face">{money(cents)}</span>
          </label>
        ))}
      </div>
      <MoneyInput
        name="amount"
        label={t('give:amount.other')}
        hint={t('give:amount.other.hint', {
          minimum: money(choice.minimumCents),
          maximum: money(choice.maximumCents),
        })}
        error={choice.error}
        defaultValue={choice.typed}
        placeholder=" "
        className="mt-4"
      />
    </fieldset>
  )
}

/** Dollars as the server reads them from a form: `25` or `25.50`. */
export const asTyped = (cents: bigint): string => {
  const parts = `${cents / 100n}`
  return cents % 100n === 0n ? parts : `${parts}.${(cents % 100n).toString().padStart(2, '0')}`
}
