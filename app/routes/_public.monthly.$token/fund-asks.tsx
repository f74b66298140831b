import { useGiftFormats } from '#app/components/monthly/use-gift-formats.ts'
import { useWords } from '#app/components/words.ts'

export type Held = { cause: string; fund: string; isPart: boolean }
export type Asked = { fund: string; isPart: boolean; lastChargeAt: Date }

type FundAsksProps = { held: Held[]; asked: Asked | null; changeTo: string }

/** What funds decided: one that is full asks, before it lets the gift rest and after; one that is paused only says so. */
export function FundAsks({ held, asked, changeTo }: FundAsksProps) {
  const { t } = useWords()
  const { day } = useGiftFormats()
  const part = (isPart: boolean) => (isPart ? '.part' : '')
  // What is kept is the newest that a fund has left out for being full; the others are asked about after it.
  const kept = held.find(({ cause }) => cause === 'fund_full')
  return (
    <>
      {held.map((hold, index) => {
        const key = `give:monthly.held.${hold.cause}${part(hold.isPart)}`
        return (
          <Question
            key={hold.fund}
            id={`held-${index}`}
            title={t(`${key}.title`, { fund: hold.fund })}
            lead={t(key, { fund: hold.fund })}
            mayKeep={hold === kept}
            {...{ isPart: hold.isPart, changeTo }}
          />
        )
      })}
      {asked && (
        <Question
          id="asked"
          title={t(`give:monthly.held.fund_full${part(asked.isPart)}.title`, { fund: asked.fund })}
          lead={t(`give:monthly.asked${part(asked.isPart)}`, { day: day(asked.lastChargeAt) })}
          mayKeep={!kept}
          {...{ isPart: asked.isPart, changeTo }}
        />
      )}
    </>
  )
}

type QuestionProps = {
  id: string
  title: string
  lead: string
  mayKeep: boolean
  isPart: boolean
  changeTo: string
}

function Question({ id, title, lead, mayKeep, isPart, changeTo }: QuestionProps) {
  const { t } = useWords()
  const answers = [
    ...(mayKeep ? [{ to: `${changeTo}?change=keep`, words: t('give:monthly.held.keep') }] : []),
    { to: '#split', words: t('give:monthly.held.move') },
    ...(isPart ? [] : [{ to: `${changeTo}?change=pause&until=`, words: t('give:monthly.held.pause') }]),
  ]
  return (
    <section aria-labelledby={id} className="grid gap-3 border-s-4 border-primary ps-4">
      <h2 id={id} className="text-l">
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
