import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { AtTheBank } from '#app/components/bank/at-the-bank.tsx'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { pieceFacts } from '#app/components/offline/piece-facts.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { seenAtBank } from '#app/domain/bank/reads/at-the-bank.server.ts'
import { offlineGiftPage } from '#app/domain/offline-gifts/offline-gift-page.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { isLanguage, nativeNames } from '#app/words/languages.ts'
import { actOnGift, GiftForm } from './act.server.ts'
import { GiftPaper } from './gift-paper.tsx'
import { Reversals } from './reversals.tsx'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['at-bank', 'offline'],
  title: (t, { page }) => t('offline:gift.title', { number: page.receiptNumber }),
}

export const headers = noStore

const Params = z.object({ paymentId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'offline:read')
  const { paymentId } = parseParams(params, Params)
  const page = await offlineGiftPage({ paymentId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  const atBank = await seenAtBank({ staff, kind: 'gift', id: paymentId })
  return { page, atBank, timezone, factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp } }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'offline:enter')
  const { paymentId } = parseParams(params, Params)
  const page = await offlineGiftPage({ paymentId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const form = parseForm(await readForm(request), GiftForm)
  if (!form.ok) return invalid(form)
  const { value } = form
  const isOfThisGift = !('reversalId' in value) || page.reversals.some(({ id }) => id === value.reversalId)
  if (!isOfThisGift) throw new Response(null, { status: 404 })

  const outcome = await orRefusal(actOnGift(staff, paymentId, value), form.values)
  if (!outcome.ok) return outcome.response
  const to = paths.offlineGift(paymentId)
  return outcome.value ? redirectAfterStepUp(staff, to) : redirect(to, 303)
}

/** One gift that came otherwise than by card: its paper, and how it was undone if it was. */
export default function OfflineGift() {
  const { t } = useWords()
  const { page, atBank, timezone, factors } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { day, money } = useFormats('UTC')
  const written = pieceFacts(page, t)
  return (
    <article className="grid gap-6">
      <header className="grid gap-1">
        <Link to={paths.offlineBatch(page.batchId)} className="inline-block py-1 text-s">
          {t('offline:gift.batch')}
        </Link>
        <h1 className="text-2xl">{t('offline:gift.title', { number: page.receiptNumber })}</h1>
        <p>
          {t('offline:gift.given', { amount: money(page.amount), date: day(page.receivedOn) })}
          {' · '}
          <bdi className="wrap-anywhere">{page.donor || t('offline:giver.nameless')}</bdi>
        </p>
        {page.isUndone && <p className="font-semibold text-loss">{t('offline:gift.undone')}</p>}
        {page.isLess && <p className="font-semibold">{t('offline:gift.less', { left: money(page.left) })}</p>}
      </header>
      <div className="grid gap-x-16 gap-y-8 lg:grid-cols-2">
        <section aria-label={t('offline:page.facts')} className="grid content-start gap-4">
          <Facts
            facts={[
              { key: 'kind', label: t('offline:line.kind'), value: t(`offline:kind.${page.kind}`) },
              ...(written ? [{ key: 'written', label: t('offline:piece.title'), value: written }] : []),
              { key: 'memo', label: t('offline:piece.memo'), value: t(`offline:memo.${page.memo}`) },
              ...page.parts.map(({ fund, amount }, index) => ({
                ...{ key: `part-${index}`, label: fund, value: money(amount), number: true },
              })),
              ...(isLanguage(page.language)
                ? [
                    {
                      key: 'language',
                      label: t('offline:giver.language'),
                      value: nativeNames[page.language],
                    },
                  ]
                : []),
            ]}
          />
          {page.may.seeGift && (
            <p>
              <Link to={paths.gift(page.id)} className="inline-block py-1">
                {t('offline:gift.books')}
              </Link>
            </p>
          )}
          <AtTheBank seen={atBank} timezone={timezone} />
        </section>
        <div className="grid content-start gap-8">
          <GiftPaper page={page} timezone={timezone} answer={answer} />
          <Reversals page={page} timezone={timezone} answer={answer} factors={factors} />
        </div>
      </div>
    </article>
  )
}
