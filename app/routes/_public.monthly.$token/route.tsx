import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { changeFactsOf } from '#app/components/monthly/change-facts.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { cardUpdatePage } from '#app/domain/recurring-donations/card-update-page.server.ts'
import { monthlyGift } from '#app/domain/recurring-donations/monthly-gift.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { stopMonthlyGift } from '#app/domain/schedule-wishes/stop-monthly-gift.server.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { refusalWords } from '#app/words/refusal-words.ts'
import { Changes } from './changes.tsx'
import { GiftNow } from './gift-now.tsx'
import { StoppedGift } from './stopped-gift.tsx'
import { whatWasDone } from './what-was-done.ts'

export { FramedErrorPage as ErrorBoundary } from '#app/components/error-page.tsx'

export const handle: PageHandle = { title: (t) => t('give:monthly.gift.title') }

/** Whoever holds the link may change the gift: no cache keeps the page, and no search engine reads it. */
export const headers = () => ({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const { language } = context
  const token = params.token ?? ''
  const gift = await monthlyGift(token, language)
  if (!gift) throw new Response(null, { status: 404 })
  const { timezone } = await organization()
  const { amountCents, fund, fundSlug, state, startedAt, endedAt, lines, nextChargeAt, card } = gift
  return {
    ...{ amountCents, fund, fundSlug, state, startedAt, endedAt, lines, nextChargeAt, card },
    ...{ isUnderWay: gift.isUnderWay, held: gift.held, asked: gift.asked, undo: gift.undo },
    mayGoOn: gift.mayGoOn,
    changeTo: paths.changeMonthly(token, language),
    done: whatWasDone(new URL(request.url)),
    isCardOutOfReach: new URL(request.url).searchParams.has('card'),
    facts: changeFactsOf(gift, timezone),
  }
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
  const gift = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  if (gift.state === 'cancelled') return <StoppedGift gift={gift} />
  return (
    <main id="main" className="page grid gap-8 pt-12">
      <h1 className="text-3xl">{t('give:monthly.gift.title')}</h1>
      {refused && (
        <Notice tone="refusal" title={t('give:monthly.gift.refused')}>
          {refused.stopping ? t('give:monthly.gift.refused.stop') : refusalWords(i18n, refused)}
        </Notice>
      )}
      {gift.isCardOutOfReach && !refused && (
        <Notice tone="refusal" title={t('give:monthly.gift.refused')}>
          {refusalWords(i18n, { code: 'stripe_unavailable' })}
        </Notice>
      )}
      {gift.isUnderWay && (
        <Notice title={t('give:monthly.under_way.title')}>{t('give:monthly.under_way')}</Notice>
      )}
      {gift.done && !gift.isUnderWay && (
        <Notice title={t('give:monthly.done.title')}>{t(`give:monthly.done.${gift.done}`)}</Notice>
      )}
      <GiftNow gift={gift} />
      <Changes gift={gift} />
    </main>
  )
}
