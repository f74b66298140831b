import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { Timeline } from '#app/components/timeline.tsx'
import { WayHome } from '#app/components/way-home.tsx'
import { useWords } from '#app/components/words.ts'
import { thanks } from '#app/domain/donations/thanks.server.ts'
import { formatCents } from '#app/domain/money/format.ts'
import { localized, paths } from '#app/http/paths.ts'

export { FramedErrorPage as ErrorBoundary } from '#app/components/error-page.tsx'

export const handle: PageHandle = { title: (t) => t('give:thanks.title') }

/** It tells of one gift: no cache keeps it, and no search engine reads it. */
export const headers = () => ({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' })

export async function loader({ context, params }: LoaderFunctionArgs) {
  const gift = await thanks({ token: params.token ?? '' })
  if (!gift) throw new Response(null, { status: 404 })
  return { gift, here: localized(context.language, context.pathname) }
}

export default function Thanks() {
  const { t } = useWords()
  const { gift, here } = useLoaderData<typeof loader>()
  const { language } = usePublicFrame()
  const amount = formatCents(gift.amountCents, language, { whole: gift.amountCents % 100n === 0n })
  const isDivided = gift.parts.length > 0
  const told = {
    amount,
    fund: isDivided ? t('give:thanks.funds', { count: gift.parts.length }) : gift.fundName,
    frequency: gift.frequency,
  }

  if (gift.status === 'failed')
    return (
      <main id="main" className="page pt-12">
        <h1 className="text-3xl text-loss">{t('give:thanks.failed.title')}</h1>
        <p className="measure mt-4 text-l">{t('give:thanks.failed', told)}</p>
        <LinkButton to={paths.donateAgain(gift.fundSlug, gift.again, language)} className="mt-8">
          {t('give:thanks.failed.again')}
        </LinkButton>
      </main>
    )

  const booked = gift.status === 'booked'
  return (
    <main id="main" className="page grid items-start gap-x-16 gap-y-10 pt-12 lg:grid-cols-[7fr_6fr]">
      <div>
        <h1 className="text-3xl">{t(booked ? 'give:thanks.booked.title' : 'give:thanks.waiting.title')}</h1>
        <p className="measure mt-4 text-l">
          {t(booked ? 'give:thanks.booked' : 'give:thanks.waiting', told)}
        </p>
        {isDivided && (
          <dl className="measure figures mt-4 border-t border-hairline">
            {gift.parts.map(({ name, cents }) => (
              <div key={name} className="flex justify-between gap-4 border-b border-hairline py-2">
                <dt>{name}</dt>
                <dd>{formatCents(cents, language)}</dd>
              </div>
            ))}
          </dl>
        )}
        {booked && (
          <p className="measure figures mt-3">
            {gift.receiptNumber
              ? t('give:thanks.receipt', { number: gift.receiptNumber })
              : t('give:thanks.receipt.waiting')}
          </p>
        )}
        {!booked && (
          <LinkButton to={here} tone="outline" className="mt-6">
            {t('give:thanks.waiting.again')}
          </LinkButton>
        )}
        <h2 className="mt-12 mb-5 text-xl">{t('give:thanks.next.title')}</h2>
        <Timeline
          steps={[
            { key: 'join', title: t('give:thanks.next.join'), ahead: !booked },
            { key: 'post', title: t('give:thanks.next.post'), ahead: true },
            { key: 'back', title: t('give:thanks.next.back'), ahead: true },
          ]}
        />
        <p className="measure mt-2">{t('give:thanks.next.told')}</p>
        <p className="mt-6">
          <a href={paths.fund(gift.fundSlug, language)} className="inline-block py-1">
            {t('give:thanks.back', { fund: gift.fundName })}
          </a>
        </p>
      </div>
      <WayHome />
    </main>
  )
}
