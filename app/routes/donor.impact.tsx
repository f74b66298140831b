import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { useDonorFrame } from '#app/components/donor/donor-frame.tsx'
import { ImpactOfFund } from '#app/components/donor/impact-of-fund.tsx'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { impactOfDonor } from '#app/domain/donor-area/gifts/impact-of-donor.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireDonor } from '#app/http/require-donor.ts'

export const handle: PageHandle = { title: (t) => t('donor:nav.impact') }
export const headers = noStore

export async function loader({ request, context }: LoaderFunctionArgs) {
  const donor = await requireDonor(request)
  return { funds: await impactOfDonor({ donorId: donor.id, language: context.language }) }
}

export default function Impact() {
  const { t } = useWords()
  const { funds } = useLoaderData<typeof loader>()
  const { language } = useDonorFrame()
  return (
    <>
      <h1 className="text-3xl">{t('donor:nav.impact')}</h1>
      {funds.length === 0 ? (
        <EmptyState
          title={t('donor:impact.none')}
          next={
            <LinkButton to={paths.funds(language)} reloadDocument>
              {t('donor:gifts.give')}
            </LinkButton>
          }
        >
          {t('donor:impact.none.why')}
        </EmptyState>
      ) : (
        <p className="measure mt-3 text-quiet">{t('donor:impact.intro')}</p>
      )}
      {funds.map(({ fundId, fund, slug, share, demonstrationPolicy }) => (
        <section
          key={fundId}
          aria-labelledby={`fund-${fundId}`}
          className="mt-8 border-t border-hairline pt-6"
        >
          <h2 id={`fund-${fundId}`} className="text-xl">
            <bdi>{fund}</bdi>
          </h2>
          {share ? <ImpactOfFund share={share} /> : <p className="measure mt-3">{t('donor:impact.waits')}</p>}
          {share && demonstrationPolicy && (
            <Notice tone="demonstration" className="mt-4">
              {t('donor:impact.demonstration')}
            </Notice>
          )}
          <p className="mt-4">
            <a href={paths.fund(slug, language)} className="inline-block py-1">
              {t('donor:impact.fund_page')}
            </a>
          </p>
        </section>
      ))}
    </>
  )
}
