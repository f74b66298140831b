import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { FundList } from '#app/components/fund-list.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { listFunds } from '#app/domain/funds/list-funds.server.ts'

export { FramedErrorPage as ErrorBoundary } from '#app/components/error-page.tsx'

export const handle: PageHandle = {
  title: (t) => t('public:funds.title'),
  description: (t) => t('public:funds.lead'),
}

export async function loader({ context }: LoaderFunctionArgs) {
  return { funds: await listFunds({ language: context.language }) }
}

export default function Funds() {
  const { t } = useWords()
  const { funds } = useLoaderData<typeof loader>()
  return (
    <main id="main" className="page">
      <h1 className="mt-10 text-3xl">{t('public:funds.title')}</h1>
      <p className="measure mt-3 mb-8 text-l">{t('public:funds.lead')}</p>
      <p className="measure mb-8 text-s text-quiet">{t('public:figure.raised.means')}</p>
      <FundList funds={funds} headings="h2" />
    </main>
  )
}
