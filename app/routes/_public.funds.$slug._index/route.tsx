import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { Figure } from '#app/components/figure.tsx'
import liveTotalUrl from '#app/components/live-total.js?url'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import { fundPage } from '#app/domain/funds/fund-page.server.ts'
import { wordsInPublic } from '#app/domain/gift-comments/words-in-public.server.ts'
import { intakeModeOf } from '#app/domain/intake/intake-funds.server.ts'
import { formatCents } from '#app/domain/money/format.ts'
import { publicRefundPolicy } from '#app/domain/refund-policies/policy-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { formatDate } from '#app/words/dates.ts'
import { locale } from '#app/words/languages.ts'
import { DonorsWords } from './donors-words.tsx'
import { GiftsByMonth } from './gifts-by-month.tsx'
import { LastClose } from './last-close.tsx'
import { Updates } from './updates.tsx'

export { FramedErrorPage as ErrorBoundary } from '#app/components/error-page.tsx'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  title: (_, { fund }) => fund.name,
  description: (_, { fund }) => fund.summary,
}

export async function loader({ context, params }: LoaderFunctionArgs) {
  const fund = await fundPage({ slug: params.slug ?? '', language: context.language })
  if (!fund) throw new Response(null, { status: 404 })
  const [refunds, words, asked] = await Promise.all([
    publicRefundPolicy({ fundId: fund.id, language: context.language }),
    wordsInPublic({ fundId: fund.id }),
    intakeModeOf(fund.slug),
  ])
  return { fund, refunds, words, asked }
}

export default function FundPage() {
  const { t } = useWords()
  const { fund, words, asked } = useLoaderData<typeof loader>()
  const { language, timezone } = usePublicFrame()
  return (
    <main id="main" className="page">
      <div className="grid gap-x-16 gap-y-10 pt-10 pb-14 lg:grid-cols-[1fr_24rem] lg:grid-rows-[auto_1fr]">
        <header>
          <p className="flex flex-wrap gap-x-4 text-s text-quiet">
            {t(`public:kind.${fund.kind}`)}
            <StateMark progress={fund.state === 'open' ? 'done' : 'waiting'}>
              {t(`public:state.${fund.state}`)}
            </StateMark>
          </p>
          <h1 className="mt-2 text-3xl">{fund.name}</h1>
          <p className="measure mt-4 text-l">{fund.summary}</p>
        </header>
        <RaisedSoFar />
        <section aria-labelledby="purpose-title">
          <h2 id="purpose-title" className="text-xl">
            {t('public:fund.purpose.title')}
          </h2>
          <p className="measure mt-2 whitespace-pre-line">{fund.purpose}</p>
          <p className="measure mt-2 text-s text-quiet">
            {t('public:fund.purpose.version', {
              version: fund.purposeVersion,
              date: formatDate(fund.purposeSince, language, timezone),
            })}
          </p>
          {asked && (
            <p className="mt-4">
              <a href={paths.askFund(fund.slug, language)} className="inline-block py-1">
                {t(asked === 'off' ? 'public:fund.help.off' : 'public:fund.help')}
              </a>
            </p>
          )}
          {fund.demonstration && (
            <Notice tone="demonstration" title={t('public:demo.fund.title')} className="mt-8">
              {t('public:demo.fund')}
            </Notice>
          )}
        </section>
      </div>
      <LastClose fund={fund} />
      <GiftsByMonth months={fund.giftsByMonth} />
      <Updates updates={fund.updates} />
      <DonorsWords words={words} />
      <HowRefundsWork />
      <WhyLate />
      <script
        type="module"
        src={liveTotalUrl}
        data-totals={paths.fundTotals(fund.slug)}
        data-locale={locale(language)}
      />
    </main>
  )
}

function RaisedSoFar() {
  const { t } = useWords()
  const { fund } = useLoaderData<typeof loader>()
  const { language, timezone } = usePublicFrame()
  return (
    <div className="lg:col-start-2 lg:row-span-2 lg:row-start-1 lg:border-s lg:border-hairline lg:ps-10">
      <Figure
        label={t('public:figure.raised')}
        value={formatCents(fund.raisedCents, language)}
        asOf={
          <>
            {t('public:figure.gifts', { count: fund.gifts })} ·{' '}
            {t('public:figure.as_of', { when: formatDate(fund.asOf, language, timezone, 'minute') })}
          </>
        }
        means={t('public:figure.raised.means')}
        live="raised"
      />
      {fund.state === 'open' ? (
        <LinkButton to={paths.donate(fund.slug, language)} className="mt-6 w-full">
          {t('public:fund.give')}
        </LinkButton>
      ) : (
        <Notice title={t(`public:state.${fund.state}`)} className="mt-6">
          {t(`public:state.why.${fund.state}`)}
        </Notice>
      )}
      <p className="mt-6 text-s">
        {t('public:fund.live')}{' '}
        {fund.nextCloseAt && (
          <span className="font-semibold">
            {t('public:fund.live.next', { date: formatDate(fund.nextCloseAt, language, timezone) })}
          </span>
        )}
      </p>
    </div>
  )
}

function HowRefundsWork() {
  const { t } = useWords()
  const { refunds } = useLoaderData<typeof loader>()
  return (
    <section aria-labelledby="refunds-title" className="border-t border-hairline py-10">
      <h2 id="refunds-title" className="text-xl">
        {t('donor:refund_policy.title')}
      </h2>
      <p className="measure mt-2 whitespace-pre-line">{refunds ?? t('donor:refund_policy.none')}</p>
    </section>
  )
}

function WhyLate() {
  const { t } = useWords()
  const { fund } = useLoaderData<typeof loader>()
  const { language } = usePublicFrame()
  const { delayDays, k, roundingCents } = fund.policy
  return (
    <section aria-labelledby="why-title" className="border-t border-hairline py-10">
      <h2 id="why-title" className="text-xl">
        {t('public:fund.why.title')}
      </h2>
      <p className="measure mt-2">
        {t('public:fund.why.text', {
          days: delayDays,
          k,
          rounding: formatCents(roundingCents, language, { whole: roundingCents % 100n === 0n }),
        })}
      </p>
      <p className="mt-3">
        <a href={paths.fundTotals(fund.slug)} className="inline-block py-1">
          {t('public:fund.data')}
        </a>
      </p>
    </section>
  )
}
