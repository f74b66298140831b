import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { changeFactsOf } from '#app/components/monthly/change-facts.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { wordsKey } from '#app/domain/funds/fund-words.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { chargeFrom } from '#app/domain/recurring-donations/charge-dates.ts'
import { monthlyGift } from '#app/domain/recurring-donations/monthly-gift.server.ts'
import { ChangeForm, ConfirmedForm, changeOf } from '#app/domain/schedule-wishes/change-form.ts'
import { changeMonthlyGift, previewChange } from '#app/domain/schedule-wishes/change-monthly-gift.server.ts'
import type { Change } from '#app/domain/schedule-wishes/plan-change.ts'
import type { Plan, Standing } from '#app/domain/schedule-wishes/wish.ts'
import { type FormValues, parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { orRefusal } from '#app/http/respond.ts'
import { Confirmation } from './confirmation.tsx'
import { NotSo } from './not-so.tsx'

export { FramedErrorPage as ErrorBoundary } from '#app/components/error-page.tsx'

export const handle: PageHandle = { title: (t) => t('give:monthly.confirm.title') }

/** Whoever holds the link may change the gift: no cache keeps the page, and no search engine reads it. */
export const headers = () => ({ 'Cache-Control': 'no-store', 'X-Robots-Tag': 'noindex' })

/** What would happen, for the donor to confirm. Reading it changes nothing. */
export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const { language } = context
  const token = params.token ?? ''
  const gift = await monthlyGift(token, language)
  if (!gift) throw new Response(null, { status: 404 })
  const back = paths.monthly(token, language)
  const form = wishOf(request)
  const { timezone } = await organization()
  const again = { ok: false as const, back, to: paths.changeMonthly(token, language) }
  const typed = { values: form.values, facts: changeFactsOf(gift, timezone) }
  if (!form.ok) return data({ ...again, ...typed, refusal: null, errors: form.errors }, { status: 422 })

  const outcome = await orRefusal(previewChange({ token, change: form.change, language }))
  if (!outcome.ok) {
    const { refusal, errors } = outcome.response.data
    return data({ ...again, ...typed, refusal, errors }, { status: 409 })
  }
  if (!outcome.value) throw new Response(null, { status: 404 })
  const { gift: standing, plan, nextBefore, newWords } = outcome.value
  return data({
    ...{ ok: true as const, back, formKey: crypto.randomUUID(), nextBefore },
    ...{ ...shown(standing, plan), newWords, newWordsKey: wordsKey(newWords) },
  })
}

/** Confirmed: the address still says what, the form says which page said so. */
export async function action({ context, params, request }: ActionFunctionArgs) {
  const { language } = context
  const token = params.token ?? ''
  const back = paths.monthly(token, language)
  const wish = wishOf(request)
  const confirmed = parseForm(await readForm(request), ConfirmedForm)
  if (!(await monthlyGift(token, language))) throw new Response(null, { status: 404 })
  if (!wish.ok || !confirmed.ok) return data({ code: 'malformed', params: {} }, { status: 422 })
  const { formKey, amountCents, nextChargeAt, newWords } = confirmed.value
  const seen = { amountCents, nextChargeAt: nextChargeAt ? new Date(nextChargeAt) : null, newWords }
  const outcome = await orRefusal(changeMonthlyGift({ token, change: wish.change, language, formKey, seen }))
  if (!outcome.ok) {
    const { code, params } = outcome.response.data.refusal ?? { code: 'malformed', params: {} }
    return data({ code, params }, { status: 409 })
  }
  if (!outcome.value) throw new Response(null, { status: 404 })
  return redirect(`${back}?done=${wish.change.kind}`, 303)
}

type Wished = { values: FormValues } & (
  | { ok: true; change: Change }
  | { ok: false; errors: Record<string, string> }
)

/** The change that the address asks for. */
function wishOf(request: Request): Wished {
  const sent = new FormData()
  for (const [name, value] of new URL(request.url).searchParams) sent.append(name, value)
  const form = parseForm(sent, ChangeForm)
  const { values } = form
  return form.ok
    ? { ok: true, change: changeOf(form.value), values }
    : { ok: false, errors: form.errors, values }
}

/** The gift before and after, and the two charges that follow. */
function shown({ funds, parts, atStripe }: Standing, plan: Plan) {
  const { kind, amountCents, nextChargeAt, resumesAt } = plan
  const after = plan.parts ?? parts
  const anchor = kind === 'day' ? nextChargeAt : atStripe.anchorAt
  return {
    ...{ kind, amountCents, nextChargeAt, resumesAt },
    before: atStripe.amountCents,
    thenAt: nextChargeAt && anchor && chargeFrom(anchor, nextChargeAt, new Date(nextChargeAt.getTime() + 1)),
    lines: after.map(({ fundId, giftCents }) => ({ fund: funds.get(fundId)?.name ?? '', giftCents })),
    coverCents: after.reduce((sum, { feeCoverCents }) => sum + feeCoverCents, 0n),
  }
}

export default function ConfirmChange() {
  const { t } = useWords()
  const found = useLoaderData<typeof loader>()
  const refused = useActionData<typeof action>()
  return (
    <main id="main" className="page grid gap-8 pt-12">
      <h1 className="text-3xl">{t(found.ok ? 'give:monthly.confirm.title' : 'give:monthly.gift.refused')}</h1>
      {found.ok ? <Confirmation change={found} refused={refused ?? null} /> : <NotSo answer={found} />}
    </main>
  )
}
