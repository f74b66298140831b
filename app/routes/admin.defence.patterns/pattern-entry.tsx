import { Form, Link, useNavigation } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import type { Entries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import type { ListedPattern } from '#app/domain/defence/list-patterns.server.ts'
import { patternWords } from '#app/domain/defence/pattern.ts'
import { paths } from '#app/http/paths.ts'

type PatternEntryProps = { pattern: ListedPattern; mayLook: boolean; timezone: string; entries: Entries }

/** One pattern: what it may mean, the gifts in it, and what someone said of it. */
export function PatternEntry({ pattern, mayLook, timezone, entries }: PatternEntryProps) {
  const { t } = useWords()
  const { money, minute, brief } = useFormats(timezone)
  const { id, kind, size, foundAt, gifts, look } = pattern
  return (
    <article className="grid gap-3 border-b border-hairline pb-6" aria-labelledby={`pattern-${id}`}>
      <div className="grid gap-1">
        <h2 id={`pattern-${id}`} className="text-l font-semibold">
          {t(`defence:kind.${kind}`, { size })}
        </h2>
        <p className="measure">{t(`defence:kind.${kind}.means`)}</p>
        <p className="text-s text-quiet">{t('defence:patterns.found', { time: minute(foundAt) })}</p>
      </div>
      <div>
        <p className="font-semibold">{t('defence:patterns.gifts')}</p>
        <ul>
          {gifts.map((gift) => (
            <li key={gift.paymentId} className="flex flex-wrap gap-x-3">
              <Link to={paths.gift(gift.paymentId)}>
                {t('defence:patterns.gift', { number: String(gift.receiptNumber) })}
              </Link>
              <span className="figures">{money(gift.amountCents)}</span>
              <span className="text-quiet">{brief(gift.at)}</span>
            </li>
          ))}
        </ul>
        {kind !== 'refunded_soon' && gifts.length < size && (
          <p className="text-s text-quiet">{t('defence:patterns.more', { count: gifts.length })}</p>
        )}
      </div>
      {look && (
        <p>
          <StateMark progress="done">{t(`defence:word.${look.word}`)}</StateMark> ·{' '}
          {t('defence:patterns.looked', { name: look.by, time: minute(look.at) })}
        </p>
      )}
      {!look && mayLook && <Look id={id} entries={entries} />}
    </article>
  )
}

function Look({ id, entries }: { id: string; entries: Entries }) {
  const { t } = useWords()
  const busy = useNavigation().state === 'submitting'
  const isBack = entries.value('patternId') === id
  return (
    <Form method="post" className="flex max-w-prose flex-wrap items-end gap-4">
      <input type="hidden" name="patternId" value={id} />
      <ChoiceField
        id={`word-${id}`}
        name="word"
        className="grow"
        label={t('defence:patterns.word')}
        defaultValue={isBack ? entries.value('word') : ''}
        error={isBack ? entries.error('word') : undefined}
        choices={[
          { value: '', label: t('defence:lift.choose') },
          ...patternWords.map((value) => ({ value, label: t(`defence:word.${value}`) })),
        ]}
      />
      <Button tone="outline" disabled={busy}>
        {t('defence:patterns.save')}
      </Button>
    </Form>
  )
}
