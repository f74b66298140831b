import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { LinkButton } from '#app/components/button.tsx'
import { useDonorFrame } from '#app/components/donor/donor-frame.tsx'
import { GiftHistory } from '#app/components/donor/gift-history.tsx'
import { GiftList } from '#app/components/donor/gift-list.tsx'
import { YearsGiven } from '#app/components/donor/years-given.tsx'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { giftsOfDonor } from '#app/domain/donor-area/gifts/gifts-of-donor.server.ts'
import { historyOfDonor } from '#app/domain/donor-area/gifts/history-of-donor.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireDonor } from '#app/http/require-donor.ts'

export const handle: PageHandle = { title: (t) => t('donor:nav.gifts') }
export const headers = noStore

const After = z.object({ after: z.uuid().nullable() })

export async function loader({ request, context }: LoaderFunctionArgs) {
  const donor = await requireDonor(request)
  const asked = { after: new URL(request.url).searchParams.get('after') ?? undefined }
  const { after = null } = parseParams(asked, After.partial())
  const { timezone } = await organization()
  const page = await giftsOfDonor({ donorId: donor.id, language: context.language, timezone, after })
  if (!page) throw new Response(null, { status: 404 })
  const later = after !== null
  const history = later ? [] : await historyOfDonor({ donorId: donor.id, language: context.language })
  return { ...page, history, later }
}

export default function Gifts() {
  const { t } = useWords()
  const { gifts, next, years, hasOtherPapers, history, later } = useLoaderData<typeof loader>()
  const { language } = useDonorFrame()
  return (
    <>
      <h1 className="text-3xl">{t('donor:nav.gifts')}</h1>
      {gifts.length === 0 && history.length === 0 && (
        <EmptyState
          title={t('donor:gifts.none')}
          next={
            <LinkButton to={paths.funds(language)} reloadDocument>
              {t('donor:gifts.give')}
            </LinkButton>
          }
        >
          {t('donor:gifts.none.why')}
        </EmptyState>
      )}
      {!later && years.length > 0 && (
        <div className="mt-6">
          <YearsGiven years={years} hasOtherPapers={hasOtherPapers} />
        </div>
      )}
      {gifts.length > 0 && (
        <div className="mt-10 grid gap-10">
          <GiftList gifts={gifts} />
          <nav aria-label={t('donor:pages.label')} className="flex justify-between gap-4">
            {later ? <Link to={paths.donor()}>{t('donor:pages.first')}</Link> : <span />}
            {next && <Link to={`?after=${next}`}>{t('donor:pages.next')}</Link>}
          </nav>
        </div>
      )}
      <GiftHistory history={history} />
    </>
  )
}
