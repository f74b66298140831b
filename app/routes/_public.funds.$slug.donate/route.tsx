import {
  type ActionFunctionArgs,
  data,
  type HeadersArgs,
  type LoaderFunctionArgs,
  redirect,
} from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { PurposeWords } from '#app/components/purpose-words.tsx'
import { useWords } from '#app/components/words.ts'
import { countRefused } from '#app/domain/defence/count-refused.server.ts'
import { givingPause } from '#app/domain/defence/giving-pause.server.ts'
import { waitUntilFillable } from '#app/domain/defence/wait-until-fillable.server.ts'
import { disclosuresInForce } from '#app/domain/disclosures/disclosures-in-force.server.ts'
import { browserMark } from '#app/domain/donations/again-token.ts'
import { newFormToken, readFormToken } from '#app/domain/donations/form-token.ts'
import { GiftForm } from '#app/domain/donations/gift-form.ts'
import { offeredAgain } from '#app/domain/donations/offered-again.server.ts'
import { startGift } from '#app/domain/donations/start-gift.server.ts'
import { type UnreadWords, unreadWords } from '#app/domain/donations/unread-words.server.ts'
import { fundPage } from '#app/domain/funds/fund-page.server.ts'
import { openFunds } from '#app/domain/funds/open-funds.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { monthlyDay } from '#app/domain/recurring-donations/monthly-day.ts'
import { Refusal, type RefusalParams } from '#app/domain/refusal.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { giftMark } from '#app/http/session.ts'
import { now } from '#app/platform/clock.ts'
import { formatDate } from '#app/words/dates.ts'
import { GivenBack } from './given-back.tsx'
import { GivingForm } from './giving-form.tsx'
import { GivingPaused } from './giving-paused.tsx'
import { carriesUnknown, filledAgain, fundsOf, type KeptEntries, keep, untouched } from './kept-entries.ts'
import { StateStatements } from './state-statements.tsx'

export { FramedErrorPage as ErrorBoundary } from '#app/components/error-page.tsx'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  title: (t, { fund }) => t('give:title', { fund: fund.name }),
  description: (t) => t('give:description'),
}

/** The form token belongs to one person: this page is never kept by any cache. */
export const headers = ({ actionHeaders }: HeadersArgs) => {
  const later = actionHeaders.get('Retry-After')
  return { 'Cache-Control': 'no-store', ...(later ? { 'Retry-After': later } : {}) }
}

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  // Before anything is read: words that begin meanwhile count as not shown, never the other way round.
  const sentOut = now()
  const fund = await fundPage({ slug: params.slug ?? '', language: context.language })
  if (!fund) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  const others = await openFunds({ language: context.language })
  const again = await offeredAgain({
    token: new URL(request.url).searchParams.get('again') ?? '',
    mark: giftMark.idOf(request),
    slug: fund.slug,
    language: context.language,
  })
  const { name, summary, purpose, purposeVersion, purposeSince, state, demonstration, slug } = fund
  const { minimumCents, maximumCents, suggestedCents } = fund
  // The same form again, so that going back and paying after all is one gift; but Stripe may keep a failure for a day.
  const isAnother = again?.state === 'paid' || again?.state === 'unreached'
  const token = newFormToken(isAnother ? undefined : again?.own?.formToken, sentOut)
  const preset = suggestedCents[1] ?? suggestedCents[0]
  return {
    fund: { name, summary, purpose, purposeVersion, purposeSince, state, demonstration, slug },
    amounts: { minimumCents, maximumCents, suggestedCents },
    others: others.filter((other) => other.slug !== slug),
    entries:
      again && again.state !== 'paid' ? filledAgain(again, token, suggestedCents) : untouched(token, preset),
    back: again && { state: again.state, thanks: again.own?.thanksToken ?? null, gone: again.gone },
    statements: await disclosuresInForce({ language: context.language }),
    pause: await givingPause(),
    monthly: monthlyDay(now(), timezone),
  }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const slug = params.slug ?? ''
  const fund = await fundPage({ slug, language: context.language })
  if (!fund) throw new Response(null, { status: 404 })
  const body = await readForm(request)
  const entries = keep(body)
  const sent = readFormToken(entries.token)
  // One that is too old says still which words its giver read; until that is answered, it is kept.
  if (!sent.ok && sent.why === 'form_foreign') entries.token = newFormToken()
  if (entries.website) {
    await countRefused('trap')
    return data(offered(entries, [{ field: '', code: 'malformed' }]), { status: 422 })
  }

  if (carriesUnknown(body))
    return data(offered(entries, [{ field: '', code: 'unknown_field' }]), { status: 422 })

  const form = GiftForm.safeParse({ ...entries, amount: entries.amount.trim() || entries.preset })
  if (!form.success) {
    const problems = form.error.issues.map(({ path, message }) => ({
      field: fieldOf(path),
      code: message,
    }))
    return data(offered(entries, firstOfEach(problems)), { status: 422 })
  }

  const unread = (shownAt: Date) =>
    unreadWords({ slugs: [slug, ...fundsOf(entries)], shownAt, language: context.language })
  if (!sent.ok) {
    await countRefused(sent.why)
    const newWords = sent.why === 'form_too_old' ? await unread(sent.sentOut) : []
    const problems = [
      ...(newWords.length > 0 ? [{ field: 'purpose', code: 'purpose_changed_since' }] : []),
      { field: '', code: sent.why },
    ]
    entries.token = newFormToken()
    return data(offered(entries, problems, newWords), { status: 422 })
  }

  try {
    const { language, address } = context
    await waitUntilFillable(sent.sentOut)
    const { redirectTo, intentId } = await startGift({
      ...{ slug, form: form.data, token: sent.form, shownAt: sent.sentOut, language, address },
    })
    const headers = { 'Set-Cookie': giftMark.begun(browserMark(intentId)) }
    return redirect(redirectTo, { status: 303, headers })
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    const { code, params, field = '' } = error
    // Stripe may answer a call with a kept failure for a day. Nobody saw that payment page, so the next try is a new gift.
    if (code === 'stripe_unavailable') entries.token = newFormToken()
    // The page that answers shows the words of now: it is the same form, sent out anew.
    if (code === 'purpose_changed_since') entries.token = newFormToken(sent.form)
    const newWords = code === 'purpose_changed_since' ? await unread(sent.sentOut) : []
    const answer = offered(entries, [{ field, code, params }], newWords)
    if (code === 'checkout_queue_full')
      return data(answer, { status: 503, headers: { 'Retry-After': String(Number(params?.minutes) * 60) } })
    return data(answer, { status: field ? 422 : 409 })
  }
}

type Problem = { field: string; code: string; params?: RefusalParams }

/** The form again, with what is to be looked at, and the words that its giver has not read. */
const offered = (entries: KeptEntries, problems: Problem[], newWords: UnreadWords[] = []) => ({
  ...{ entries, problems, newWords },
})

export default function Donate() {
  const { t } = useWords()
  const { fund, amounts, others, back, pause, statements, monthly, ...page } = useLoaderData<typeof loader>()
  const { language, timezone, statementDescriptor } = usePublicFrame()
  const answer = useActionData<typeof action>()
  const entries = answer?.entries ?? page.entries
  const othersWithNewWords = (answer?.newWords ?? []).filter(({ slug }) => slug !== fund.slug)

  return (
    <main
      id="main"
      className="page grid gap-x-20 gap-y-12 pt-8 lg:grid-cols-[minmax(0,36rem)_minmax(0,1fr)] lg:pt-12"
    >
      <div>
        <h1 className="text-3xl">{t('give:title', { fund: fund.name })}</h1>
        <p className="mt-2">{fund.summary}</p>
        {back && !answer && (
          <GivenBack {...back} home={fund.name} takes={fund.state === 'open'} className="mt-6" />
        )}
        {fund.state === 'open' && pause && <GivingPaused until={pause.endsAt} />}
        {fund.state === 'open' && pause && !answer ? null : fund.state === 'open' ? (
          <GivingForm
            fundName={fund.name}
            fundSlug={fund.slug}
            amounts={amounts}
            others={others}
            entries={entries}
            problems={answer?.problems ?? []}
            language={language}
            monthly={{ ...monthly, next: formatDate(monthly.nextAt, language, timezone) }}
            statementDescriptor={statementDescriptor}
          />
        ) : (
          <Notice title={t('give:closed.title', { fund: fund.name })} className="mt-8">
            <p>{t(`public:state.why.${fund.state}`)}</p>
            {others.length > 0 && (
              <>
                <p className="mt-3">{t('give:closed.others')}</p>
                <ul className="mt-1">
                  {others.map((other) => (
                    <li key={other.slug}>
                      <a href={paths.donate(other.slug, language)} className="inline-block py-1">
                        {t('give:title', { fund: other.name })}
                      </a>
                    </li>
                  ))}
                </ul>
              </>
            )}
            <LinkButton to={paths.funds(language)} className="mt-4">
              {t('give:closed.next')}
            </LinkButton>
          </Notice>
        )}
      </div>
      <aside
        id="purpose"
        tabIndex={-1}
        aria-labelledby="purpose-title"
        className="lg:border-s lg:border-hairline lg:ps-10"
      >
        <h2 id="purpose-title" className="text-l">
          {t('give:purpose')}
        </h2>
        <PurposeWords words={fund} />
        {othersWithNewWords.map((words) => (
          <div key={words.slug} className="mt-6">
            <h3 className="text-m">{words.name}</h3>
            <PurposeWords words={words} />
          </div>
        ))}
        {fund.demonstration && (
          <Notice tone="demonstration" title={t('public:demo.fund.title')} className="mt-8">
            {t('public:demo.fund')}
          </Notice>
        )}
      </aside>
      <StateStatements statements={statements} />
    </main>
  )
}

/** A dotted name is one field of several; what is wrong with a list as a whole is said beside all of them. */
const fieldOf = ([first = '', second]: PropertyKey[]): string => {
  if (first === 'also') return 'split'
  return second === undefined ? String(first) : `${String(first)}.${String(second)}`
}

/** One entry, one sentence: the first thing that is wrong with it. */
const firstOfEach = <Problem extends { field: string }>(problems: Problem[]): Problem[] =>
  problems.filter(({ field }, index) => problems.findIndex((other) => other.field === field) === index)
