import { Button } from '#app/components/button.tsx'
import { type GiftFact, GiftFacts } from '#app/components/monthly/gift-facts.tsx'
import { useGiftFormats } from '#app/components/monthly/use-gift-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import { type Purpose, PurposeWords } from '#app/components/purpose-words.tsx'
import { useWords } from '#app/components/words.ts'
import { refusalWords } from '#app/words/refusal-words.ts'

type ConfirmationProps = {
  change: {
    kind: string
    back: string
    formKey: string
    before: bigint
    amountCents: bigint
    coverCents: bigint
    lines: { fund: string; giftCents: bigint }[]
    nextChargeAt: Date | null
    thenAt: Date | null
    nextBefore: Date | null
    newWords: (Purpose & { slug: string; name: string })[]
    newWordsKey: string
  }
  refused: { code: string; params?: Record<string, string | number | bigint> } | null
}

/** What will be charged and when, before anything is changed. A plain form: the second press changes nothing more. */
export function Confirmation({ change, refused }: ConfirmationProps) {
  const { t, i18n } = useWords()
  const { money, day } = useGiftFormats()
  const { lines, coverCents, amountCents, nextChargeAt, thenAt, nextBefore, kind } = change
  const amount = money(amountCents)
  const facts: GiftFact[] = [
    ...lines.map(({ fund, giftCents }) => ({ label: fund, value: money(giftCents) })),
    ...(coverCents > 0n ? [{ label: t('give:monthly.fact.fee'), value: money(coverCents) }] : []),
    { label: t('give:monthly.fact.month'), value: amount },
    {
      label: t('give:monthly.fact.next'),
      value: nextChargeAt
        ? t('give:monthly.confirm.charge', { amount, date: day(nextChargeAt) })
        : t('give:monthly.fact.none'),
    },
    ...(thenAt ? [{ label: t('give:monthly.fact.then'), value: day(thenAt) }] : []),
  ]
  const moved = nextBefore && nextChargeAt?.getTime() !== nextBefore.getTime()
  return (
    <>
      {refused && (
        <Notice tone="refusal" title={t('give:monthly.confirm.nothing')}>
          {refusalWords(i18n, refused)}
        </Notice>
      )}
      <div className="measure grid gap-3">
        <p className="text-l">{t(`give:monthly.confirm.${kind}`)}</p>
        {moved && <p>{t('give:monthly.confirm.instead', { date: day(nextBefore) })}</p>}
        {change.before !== amountCents && (
          <p>{t('give:monthly.confirm.until_now', { amount: money(change.before) })}</p>
        )}
      </div>
      <GiftFacts facts={facts} />
      {change.newWords.map((words) => (
        <section key={words.slug}>
          <h2 className="text-l">{t('give:purpose.of', { fund: words.name })}</h2>
          <PurposeWords words={words} />
        </section>
      ))}
      <form method="post" className="grid gap-4">
        <input type="hidden" name="formKey" value={change.formKey} />
        <input type="hidden" name="amountCents" value={amountCents.toString()} />
        <input type="hidden" name="nextChargeAt" value={nextChargeAt?.toISOString() ?? ''} />
        <input type="hidden" name="newWords" value={change.newWordsKey} />
        <div>
          <Button>{t('give:monthly.confirm.yes')}</Button>
          <p className="measure mt-2 text-s">{t('give:monthly.confirm.hint')}</p>
        </div>
      </form>
      <p>
        <a href={change.back} className="inline-block py-1">
          {t('give:monthly.confirm.back')}
        </a>
      </p>
    </>
  )
}
