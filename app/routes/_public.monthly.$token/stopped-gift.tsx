import { useGiftFormats } from '#app/components/monthly/use-gift-formats.ts'
import { useWords } from '#app/components/words.ts'
import { paths } from '#app/http/paths.ts'

type StoppedGiftProps = {
  gift: {
    amountCents: bigint
    lines: { fund: string }[]
    fund: string
    fundSlug: string
    startedAt: Date
    endedAt: Date | null
  }
}

/** A gift that has stopped asks for nothing and offers nothing. */
export function StoppedGift({ gift }: StoppedGiftProps) {
  const { t } = useWords()
  const { language, money, day } = useGiftFormats()
  const { fund, fundSlug } = gift
  return (
    <main id="main" className="page pt-12">
      <h1 className="text-3xl">{t('give:monthly.gift.stopped.title')}</h1>
      <p className="measure mt-4 text-l">
        {t('give:monthly.gift.stopped', {
          amount: money(gift.amountCents),
          fund: new Intl.ListFormat(language).format(gift.lines.map((line) => line.fund)),
          date: day(gift.endedAt ?? gift.startedAt),
        })}
      </p>
      <p className="mt-10">
        <a href={paths.fund(fundSlug, language)} className="inline-block py-1">
          {t('give:thanks.back', { fund })}
        </a>
      </p>
    </main>
  )
}
