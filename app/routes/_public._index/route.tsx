import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { FundList } from '#app/components/fund-list.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { WayHome } from '#app/components/way-home.tsx'
import { useWords } from '#app/components/words.ts'
import { listFunds } from '#app/domain/funds/list-funds.server.ts'
import { HowItGoesRound } from './how-it-goes-round.tsx'

export { FramedErrorPage as ErrorBoundary } from '#app/components/error-page.tsx'

export const handle: PageHandle = {
  description: (t) => t('public:home.lead'),
}

export async function loader({ context }: LoaderFunctionArgs) {
  return { funds: await listFunds({ language: context.language }) }
}

export default function Home() {
  const { t } = useWords()
  const { funds } = useLoaderData<typeof loader>()
  return (
    <main id="main" className="page">
      <section className="grid items-center gap-x-16 gap-y-8 pt-10 pb-14 lg:grid-cols-[7fr_6fr] lg:pt-20 lg:pb-24">
        <div>
          <h1 className="text-4xl">{t('public:home.title')}</h1>
          <p className="measure mt-6 text-l">{t('public:home.lead')}</p>
          <p className="mt-8 flex flex-wrap items-center gap-x-6 gap-y-3">
            <LinkButton to="#funds">{t('public:home.choose')}</LinkButton>
            <a href="#how" className="inline-block py-1">
              {t('public:home.how')}
            </a>
          </p>
        </div>
        <WayHome />
      </section>
      <HowItGoesRound />
      <section id="funds" aria-labelledby="funds-title" className="pt-16">
        <h2 id="funds-title" className="text-3xl">
          {t('public:funds.title')}
        </h2>
        <p className="measure mt-2 mb-8 text-s text-quiet">{t('public:figure.raised.means')}</p>
        <FundList funds={funds} headings="h3" />
      </section>
      <section aria-labelledby="honest-title" className="grid gap-x-16 gap-y-10 pt-16 lg:grid-cols-[7fr_6fr]">
        <div>
          <h2 id="honest-title" className="text-2xl">
            {t('public:honest.title')}
          </h2>
          <p className="measure mt-3">{t('public:honest.loss')}</p>
          <p className="measure mt-3">{t('public:honest.time')}</p>
          <p className="measure mt-3">{t('public:honest.choice')}</p>
        </div>
        <div>
          <h2 className="text-2xl">{t('public:open.title')}</h2>
          <p className="measure mt-3">{t('public:open.text')}</p>
        </div>
      </section>
    </main>
  )
}
