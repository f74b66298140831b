import { formatCents } from '#app/domain/money/format.ts'
import { paths } from '#app/http/paths.ts'
import { formatDate } from '#app/words/dates.ts'
import { LinkButton } from './button.tsx'
import { EmptyState } from './empty-state.tsx'
import { Notice } from './notice.tsx'
import { usePublicFrame } from './public-frame.ts'
import { StateMark } from './state-mark.tsx'
import { useWords } from './words.ts'

export type ListedFund = {
  slug: string
  name: string
  summary: string
  kind: string
  state: string
  demonstration: boolean
  raisedCents: bigint
  gifts: number
  asOf: Date
}

/** The funds, each with what it is for, what it has raised, and the way to give. */
export function FundList({ funds, headings: Heading }: { funds: ListedFund[]; headings: 'h2' | 'h3' }) {
  const { t } = useWords()
  const { language } = usePublicFrame()
  if (funds.length === 0)
    return (
      <EmptyState
        title={t('public:funds.empty.title')}
        next={<a href={paths.home(language)}>{t('public:funds.empty.next')}</a>}
      >
        {t('public:funds.empty.text')}
      </EmptyState>
    )
  return (
    <ul>
      {funds.map((fund) => (
        <li
          key={fund.slug}
          className="grid gap-x-12 gap-y-5 border-t border-hairline py-8 lg:grid-cols-[1fr_20rem]"
        >
          <div>
            <p className="flex flex-wrap gap-x-4 text-s text-quiet">
              {t(`public:kind.${fund.kind}`)}
              <StateMark progress={fund.state === 'open' ? 'done' : 'waiting'}>
                {t(`public:state.${fund.state}`)}
              </StateMark>
            </p>
            <Heading className="mt-2 text-2xl">
              <a
                href={paths.fund(fund.slug, language)}
                className="text-ink decoration-hairline hover:decoration-ink"
              >
                {fund.name}
              </a>
            </Heading>
            <p className="measure mt-2">{fund.summary}</p>
            {fund.demonstration && (
              <Notice tone="demonstration" title={t('public:demo.fund.title')} className="mt-4">
                {t('public:demo.fund')}
              </Notice>
            )}
          </div>
          <FundRaised fund={fund} />
        </li>
      ))}
    </ul>
  )
}

function FundRaised({ fund }: { fund: ListedFund }) {
  const { t } = useWords()
  const { language, timezone } = usePublicFrame()
  return (
    <div>
      <p className="text-s font-semibold">{t('public:figure.raised')}</p>
      <p className="figures mt-1 font-display text-2xl">{formatCents(fund.raisedCents, language)}</p>
      <p className="text-s text-quiet">
        {t('public:figure.gifts', { count: fund.gifts })}
        <br />
        {t('public:figure.as_of', { when: formatDate(fund.asOf, language, timezone, 'minute') })}
      </p>
      {fund.state === 'open' && (
        <LinkButton to={paths.donate(fund.slug, language)} tone="outline" className="mt-4 w-full">
          {t('public:funds.give', { name: fund.name })}
        </LinkButton>
      )}
    </div>
  )
}
