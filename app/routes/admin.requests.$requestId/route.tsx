import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, Outlet, useLoaderData, useLocation } from '@remix-run/react'
import { z } from 'zod'
import { actsPlace } from '#app/components/disbursements/acts-place.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { RequestFacts } from '#app/components/requests/request-facts.tsx'
import type { RequestFrame } from '#app/components/requests/request-frame.ts'
import { RequestHistory } from '#app/components/requests/request-history.tsx'
import { RequestState } from '#app/components/requests/request-state.tsx'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { requestPage } from '#app/domain/requests/reads/request-page.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { now } from '#app/platform/clock.ts'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['intake'],
  title: (t, { page }) => t('intake:request.title', { code: page.code }),
}

export const headers = noStore

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'requests:read')
  const { requestId } = parseParams(params, z.object({ requestId: z.uuid() }))

  const page = await requestPage({ requestId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  return { page, timezone, at: now() }
}

export default function HelpRequest() {
  const { t } = useWords()
  const { page, timezone, at } = useLoaderData<typeof loader>()
  const isOneAct = useLocation().pathname !== paths.request(page.id)
  return (
    <article className="grid gap-6">
      <header>
        <Link to={paths.requests()} className="inline-block py-1 text-s">
          {t('intake:back')}
        </Link>
        <h1 className="figures text-2xl">{t('intake:request.title', { code: page.code })}</h1>
        <p className="mt-1">
          <RequestState state={page.state} />
        </p>
      </header>
      <div className="grid gap-x-16 gap-y-8 lg:grid-cols-2 lg:grid-rows-[auto_1fr]">
        <section aria-label={t('intake:request.facts')} className="grid content-start gap-6">
          <RequestFacts page={page} timezone={timezone} />
        </section>
        <section aria-label={t('intake:request.acts')} className={actsPlace(isOneAct)}>
          <Outlet context={{ page, timezone, at } satisfies RequestFrame} />
        </section>
        <section className="lg:col-start-1">
          <h2 className="mb-3 text-l">{t('intake:history.title')}</h2>
          <RequestHistory page={page} timezone={timezone} />
        </section>
      </div>
    </article>
  )
}
