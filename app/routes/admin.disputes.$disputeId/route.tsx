import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { BankReason, DisputeStatus } from '#app/components/refunds/dispute-status.tsx'
import { Requests } from '#app/components/refunds/requests.tsx'
import { useWords } from '#app/components/words.ts'
import { awaitsAnswer } from '#app/domain/disputes/dispute.ts'
import { disputePage } from '#app/domain/disputes/dispute-page.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { now } from '#app/platform/clock.ts'
import { AnswerForm } from './answer-form.tsx'
import { actOnDispute, DisputeForm } from './dispute-acts.server.ts'
import { AcceptLoss, MonthlyGift } from './other-acts.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['refunds', 'vault'],
  title: (t) => t('refunds:disputes.title'),
}

export const headers = noStore

const Params = z.object({ disputeId: z.string().regex(/^\w{3,120}$/) })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'donations:read')
  const { disputeId } = parseParams(params, Params)
  const page = await disputePage({ disputeId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  const left = page.dueBy ? page.dueBy.getTime() - now().getTime() : null
  return {
    ...{ page, timezone, daysLeft: left === null ? null : Math.floor(left / 86_400_000) },
    reader: { id: staff.id },
    factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
  }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'disputes:answer')
  const { disputeId } = parseParams(params, Params)
  const page = await disputePage({ disputeId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const form = parseForm(await readForm(request), DisputeForm)
  if (!form.ok) return invalid(form)
  const isOfThisDispute =
    !('requestId' in form.value) || page.gift.requests.some(isNamed(form.value.requestId))
  if (!isOfThisDispute) throw new Response(null, { status: 404 })

  const outcome = await orRefusal(actOnDispute(staff, page, form.value), form.values)
  if (!outcome.ok) return outcome.response
  const to = paths.dispute(disputeId)
  return outcome.value.isProved ? redirectAfterStepUp(staff, to) : redirect(to, 303)
}

const isNamed =
  (wanted: string) =>
  ({ id }: { id: string }) =>
    id === wanted

/** One dispute: until when an answer counts, what we know, and the ways to answer. */
export default function Dispute() {
  const { t, i18n } = useWords()
  const list = (funds: string[]) => new Intl.ListFormat(i18n.language).format(funds)
  const { page, timezone, daysLeft, reader, factors } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { money, minute } = useFormats(timezone)
  const requests = page.gift.requests.filter(({ disputeId }) => disputeId === page.id)
  const isUnderWay = requests.some(({ state }) => ['waits', 'ready', 'sent'].includes(state))
  return (
    <article className="grid gap-6">
      <header className="grid gap-1">
        <Link to={paths.disputes()} className="inline-block py-1 text-s">
          {t('refunds:dispute.back')}
        </Link>
        <h1 className="text-2xl">{t('refunds:dispute.title', { amount: money(page.amountCents) })}</h1>
        <p>
          <DisputeStatus status={page.status} />
        </p>
      </header>
      {awaitsAnswer(page.status) && daysLeft !== null && (
        <Notice tone={daysLeft < 3 ? 'refusal' : 'info'}>
          {daysLeft < 0 ? t('refunds:dispute.over') : t('refunds:dispute.due_in', { days: daysLeft })}
        </Notice>
      )}
      {page.notTheirs && (
        <Notice>
          <p>{t('refunds:dispute.not_theirs', { funds: list(page.notTheirs.funds) })}</p>
          <p className="mt-1">
            {page.notTheirs.isSomeones
              ? t('refunds:dispute.not_theirs.someone')
              : t('refunds:dispute.not_theirs.nobody', {
                  funds: list(page.gift.parts.map(({ fundName }) => fundName)),
                })}
          </p>
        </Notice>
      )}
      <Facts
        facts={[
          {
            key: 'gift',
            label: t('refunds:dispute.gift'),
            value: (
              <Link to={paths.gift(page.gift.id)}>
                {t('refunds:gift.title', { number: page.gift.receiptNumber })}
              </Link>
            ),
          },
          {
            key: 'donor',
            label: t('refunds:gifts.donor'),
            value: <bdi className="wrap-anywhere">{page.gift.donorName}</bdi>,
          },
          {
            key: 'reason',
            label: t('refunds:disputes.reason'),
            value: <BankReason reason={page.reason} />,
          },
          { key: 'opened', label: t('refunds:disputes.opened'), value: minute(page.createdAt) },
          ...(page.dueBy
            ? [{ key: 'due', label: t('refunds:disputes.due'), value: minute(page.dueBy) }]
            : []),
        ]}
      />
      {requests.length > 0 && (
        <section aria-labelledby="requests" className="grid gap-3">
          <h2 id="requests" className="text-l">
            {t('refunds:gift.requests')}
          </h2>
          <Requests
            requests={requests}
            action={paths.dispute(page.id)}
            reader={{ id: reader.id, mayAct: page.mayAnswer }}
            {...{ timezone, factors, answer }}
          />
        </section>
      )}
      <MonthlyGift page={page} answer={answer} />
      {page.pack && !isUnderWay && <AnswerForm page={page} pack={page.pack} answer={answer} />}
      {page.pack && !isUnderWay && <AcceptLoss page={page} factors={factors} answer={answer} />}
    </article>
  )
}
