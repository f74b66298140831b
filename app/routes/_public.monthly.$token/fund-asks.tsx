import { useGiftFormats } from '#app/components/monthly/use-gift-formats.ts'
import { useWords } from '#app/components/words.ts'

export type Held = { cause: string; fund: string; kind: string }
export type Asked = { fund: string; isPart: boolean; lastChargeAt: Date }

type FundAsksProps = { held: Held | null; asked: Asked | null; changeTo: string }

/** What a fund decided: one that is full asks, before it lets the gift rest and after; one that is paused only says so. */
export function FundAsks({ held, asked, changeTo }: FundAsksProps) {
  const { t } = useWords()
  const { day } = useGiftFormats()
  const part = (isPart: boolean) => (isPart ? '.part' : '')
  if (held) {
    const isPart = held.kind !== 'pause'
    const key = `give:monthly.held.${held.cause}${part(isPart)}`
    return (
      <Question
        title={t(`${key}.title`, { fund: held.fund })}
        lead={t(key, { fund: held.fund })}
        mayKeep={held.cause === 'fund_full'}
        {...{ isPart, changeTo }}
      />
    )
  }
  if (!asked) return null
  const { fund, isPart, lastChargeAt } = asked
  return (
    <Question
      title={t(`give:monthly.held.fund_full${part(isPart)}.title`, { fund })}
      lead={t(`give:monthly.asked${part(isPart)}`, { day: day(lastChargeAt) })}
      mayKeep
      {...{ isPart, changeTo }}
    />
  )
}

type QuestionProps = { title: string; lead: string; mayKeep: boolean; isPart: boolean; changeTo: string }

function Question({ title, lead, mayKeep, isPart, changeTo }: QuestionProps) {
  const { t } = useWords()
  const answers = [
    ...(mayKeep ? [{ to: `${changeTo}?change=keep`, words: t('give:monthly.held.keep') }] : []),
    { to: '#split', words: t('give:monthly.held.move') },
    ...(isPart ? [] : [{ to: `${changeTo}?change=pause&until=`, words: t('give:monthly.held.pause') }]),
  ]
  return (
    <section aria-labelledby="held" className="grid gap-3 border-s-4 border-primary ps-4">
      <h2 id="held" className="text-l">
        {title}
      </h2>
      <p className="measure">{lead}</p>
      <ul className="grid gap-1">
        {answers.map(({ to, words }) => (
          <li key={to}>
            <a href={to} className="inline-block py-1.5">
              {words}
            </a>
          </li>
        ))}
      </ul>
      <p className="text-s text-quiet">{t('give:monthly.held.stop')}</p>
    </section>
  )
}
