import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import { formatCents } from '#app/domain/money/format.ts'
import { cardUpdatePage } from '#app/domain/recurring-donations/card-update-page.server.ts'
import { monthlyGift } from '#app/domain/recurring-donations/monthly-gift.server.ts'
import { stopMonthlyGift } from '#app/domain/recurring-donations/stop-monthly-gift.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { formatDate } from '#app/words/dates.ts'
import { refusalWords } from '#app/words/refusal-words.ts'

export { FramedErrorPage as ErrorBoundary } from '#app/components/error-page.tsx'

export const handle: PageHandle = { title: (t) => t('give:monthly.gift.title') }

/** Whoever holds the link may stop the gift: no cache keeps the page, and no search engine reads it. */
export const headers = () => ({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' })

export async function loader({ params }: LoaderFunctionArgs) {
  const gift = await monthlyGift(params.token ?? '')
  if (!gift) throw new Response(null, { status: 404 })
  const { amountCents, fund, fundSlug, state, startedAt, endedAt } = gift
  return { amountCents, fund, fundSlug, state, startedAt, endedAt }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const token = params.token ?? ''
  const act = (await readForm(request)).get('act')
  try {
    const to =
      act === 'card' ? await cardUpdatePage(token, context.language) : await stop(act, token, context)
    if (!to) throw new Response(null, { status: 404 })
    return redirect(to, 303)
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return data(
      { code: error.code, stopping: act === 'stop' },
      { status: error.code === 'malformed' ? 422 : 409 },
    )
  }
}

async function stop(act: unknown, token: string, { language }: ActionFunctionArgs['context']) {
  if (act !== 'stop') throw new Refusal('malformed')
  return (await stopMonthlyGift(token)) ? paths.monthly(token, language) : null
}

export default function MonthlyGift() {
  const { t, i18n } = useWords()
  const { amountCents, fund, fundSlug, state, startedAt, endedAt } = useLoaderData<typeof loader>()
  const { language, timezone } = usePublicFrame()
  const refused = useActionData<typeof action>()
  const amount = formatCents(amountCents, language, { whole: amountCents % 100n === 0n })
  const day = (date: Date) => formatDate(date, language, timezone)
  const stopped = state === 'cancelled'

  return (
    <main id="main" className="page pt-12">
      <h1 className="text-3xl">
        {t(stopped ? 'give:monthly.gift.stopped.title' : 'give:monthly.gift.title')}
      </h1>
      {refused && (
        <Notice tone="refusal" title={t('give:monthly.gift.refused')} className="mt-6">
          {refused.stopping ? t('give:monthly.gift.refused.stop') : refusalWords(i18n, refused)}
        </Notice>
      )}
      <p className="measure mt-4 text-l">
        {stopped
          ? t('give:monthly.gift.stopped', { amount, fund, date: day(endedAt ?? startedAt) })
          : t('give:monthly.gift.runs', { amount, fund, date: day(startedAt) })}
      </p>
      {(state === 'past_due' || state === 'paused') && (
        <Notice className="mt-6">{t(`give:monthly.gift.${state}`)}</Notice>
      )}
      {!stopped && (
        <form method="post" className="mt-8 grid gap-8">
          <div>
            <Button name="act" value="card">
              {t('give:monthly.gift.card')}
            </Button>
            <p className="measure mt-2 text-s">{t('give:monthly.gift.card.hint')}</p>
          </div>
          <div>
            <Button name="act" value="stop" tone="outline">
              {t('give:monthly.gift.stop')}
            </Button>
            <p className="measure mt-2 text-s">{t('give:monthly.gift.stop.hint')}</p>
          </div>
        </form>
      )}
      <p className="mt-10">
        <a href={paths.fund(fundSlug, language)} className="inline-block py-1">
          {t('give:thanks.back', { fund })}
        </a>
      </p>
    </main>
  )
}
