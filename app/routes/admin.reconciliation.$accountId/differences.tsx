import { useDay } from '#app/components/bank/use-day.ts'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import { kindsOf } from '#app/domain/bank/forms.ts'
import type { ListedMatch } from '#app/domain/bank/reads/list-matches.server.ts'

type Props = {
  differences: ListedMatch[]
  staffId: string
  timezone: string
  mayWork: boolean
  action: string
  answer: FormAnswer | undefined
}

/** What the bank said beyond the books, until someone else than who booked it says what it was. */
export function Differences({ differences, ...shared }: Props) {
  const { t } = useWords()
  return (
    <section aria-labelledby="differences" className="grid gap-2">
      <h2 id="differences" className="text-l">
        {t('reconciliation:differences.title')}
      </h2>
      <p className="measure text-s text-quiet">{t('reconciliation:differences.lead')}</p>
      <ul className="grid">
        {differences.map((difference) => (
          <Difference key={difference.id} difference={difference} {...shared} />
        ))}
      </ul>
    </section>
  )
}

type One = Omit<Props, 'differences'> & { difference: ListedMatch }

function Difference({ difference, staffId, timezone, mayWork, action, answer }: One) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const day = useDay(timezone)
  const { id, bookedCents, matchedBy, matchedById } = difference
  const entries = useEntries(
    answer?.values.intent === 'explain' && answer.values.matchId === id ? answer : undefined,
  )
  const direction = bookedCents < 0n ? 'less' : 'more'
  return (
    <li className="grid gap-3 border-t border-hairline py-4 lg:grid-cols-2">
      <p>
        {t(`reconciliation:difference.${direction}`, {
          ...{ amount: money(bookedCents < 0n ? -bookedCents : bookedCents), day: day(difference.day) },
          name: matchedBy ?? '',
        })}
      </p>
      {mayWork && matchedById === staffId && (
        <p className="text-quiet">{t('reconciliation:difference.another')}</p>
      )}
      {mayWork && matchedById !== staffId && (
        <ActForm action={action} refusal={entries.refusal} submit={t('reconciliation:explain.submit')}>
          <input type="hidden" name="intent" value="explain" />
          <input type="hidden" name="matchId" value={id} />
          <ChoiceField
            id={`kind-${id}`}
            name="kind"
            label={t('reconciliation:explain.kind')}
            defaultValue={entries.value('kind')}
            error={entries.error('kind')}
            required
            choices={[
              { value: '', label: t('admin:choose') },
              ...kindsOf(bookedCents).map((value) => ({ value, label: t(`reconciliation:kind.${value}`) })),
            ]}
          />
        </ActForm>
      )}
    </li>
  )
}
