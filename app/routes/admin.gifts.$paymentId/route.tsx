import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { AtTheBank } from '#app/components/bank/at-the-bank.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { GiftMarks } from '#app/components/refunds/gift-marks.tsx'
import { Requests } from '#app/components/refunds/requests.tsx'
import { useWords } from '#app/components/words.ts'
import { seenAtBank } from '#app/domain/bank/reads/at-the-bank.server.ts'
import { giftPage } from '#app/domain/gifts/gift-page.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { FailedRefunds } from './failed-refunds.tsx'
import { actOnGift, GiftForm } from './gift-acts.server.ts'
import { GiftBooks, GiftFacts, GiftMails, GiftParts } from './gift-facts.tsx'
import { GiftHistory } from './gift-history.tsx'
import { RefundForms } from './refund-forms.tsx'
import { wantedRefund } from './wanted-refund.server.ts'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['at-bank', 'records', 'refunds'],
  title: (t, { page }) => t('refunds:gift.title', { number: page.receiptNumber }),
}

export const headers = noStore

const Params = z.object({ paymentId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'donations:read')
  const { paymentId } = parseParams(params, Params)
  const page = await giftPage({ paymentId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  const { searchParams } = new URL(request.url)
  return {
    ...{ page, timezone, atBank: await seenAtBank({ staff, kind: 'gift', id: paymentId }) },
    ...wantedRefund(page, searchParams),
    reader: { id: staff.id },
    factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
  }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'donations:refund')
  const { paymentId } = parseParams(params, Params)
  const page = await giftPage({ paymentId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const form = parseForm(await readForm(request), GiftForm)
  if (!form.ok) return invalid(form)
  const isOfThisGift = !('requestId' in form.value) || page.requests.some(isNamed(form.value.requestId))
  if (!isOfThisGift) throw new Response(null, { status: 404 })

  const outcome = await orRefusal(actOnGift(staff, paymentId, form.value), form.values)
  if (!outcome.ok) return outcome.response
  const { isProved, revealed } = outcome.value
  if (revealed !== undefined)
    return data({ refusal: null, values: form.values, errors: {}, revealed }, { headers: noStore() })
  return isProved ? redirectAfterStepUp(staff, paths.gift(paymentId)) : redirect(paths.gift(paymentId), 303)
}

const isNamed =
  (wanted: string) =>
  ({ id }: { id: string }) =>
    id === wanted

/** One gift: what it was, what went back, who asked for it, and what the books and the mails say of it. */
export default function Gift() {
  const { t } = useWords()
  const { page, timezone, atBank, preview, wanted, reader, factors } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { money, minute } = useFormats(timezone)
  const whole = page.refundedCents === page.amountCents
  const marks = [
    ...(page.refundedCents > 0n ? [whole ? ('refunded' as const) : ('partly_refunded' as const)] : []),
    ...(page.refunds.some(({ failed, answer: said }) => failed && !said) ? ['refund_failed' as const] : []),
    ...(page.disputes.length > 0 ? ['disputed' as const] : []),
  ]
  const revealed = answer && 'revealed' in answer ? answer.revealed : null
  return (
    <article className="grid gap-6">
      <header className="grid gap-1">
        <Link to={paths.gifts()} className="inline-block py-1 text-s">
          {t('refunds:gift.back_to_list')}
        </Link>
        <h1 className="text-2xl">{t('refunds:gift.title', { number: page.receiptNumber })}</h1>
        <p className="flex flex-wrap items-baseline gap-x-4">
          {t('refunds:gift.given', { amount: money(page.amountCents), date: minute(page.occurredAt) })}
          {page.donorId ? (
            <Link to={paths.donorRecord(page.donorId)} className="wrap-anywhere inline-block py-1">
              <bdi>{page.donorName}</bdi>
            </Link>
          ) : (
            <bdi className="wrap-anywhere">{page.donorName}</bdi>
          )}
        </p>
        <div className="grid justify-items-start">
          <GiftMarks marks={marks} />
        </div>
      </header>
      <div className="grid gap-x-16 gap-y-8 lg:grid-cols-2 lg:grid-rows-[auto_1fr]">
        <GiftFacts page={page} revealed={revealed} answer={answer} />
        <section className="grid content-start gap-8 lg:col-start-2 lg:row-span-2 lg:row-start-1">
          <FailedRefunds page={page} timezone={timezone} answer={answer} />
          <section aria-labelledby="requests" className="grid gap-3">
            <h2 id="requests" className="text-l">
              {t('refunds:gift.requests')}
            </h2>
            <Requests
              requests={page.requests}
              action={paths.gift(page.id)}
              reader={{ id: reader.id, mayAct: page.may.refund }}
              {...{ timezone, factors, answer }}
            />
          </section>
          <RefundForms {...{ page, preview, wanted, factors, answer }} />
        </section>
        <GiftHistory page={page} timezone={timezone} />
      </div>
      <GiftParts page={page} />
      <GiftMails mails={page.mails} timezone={timezone} />
      <GiftBooks page={page} timezone={timezone} />
      <AtTheBank seen={atBank} timezone={timezone} />
    </article>
  )
}
