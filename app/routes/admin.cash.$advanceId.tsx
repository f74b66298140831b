import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { AdvanceActs } from '#app/components/cash/advance-acts.tsx'
import { AdvanceHistory } from '#app/components/cash/advance-history.tsx'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { bringBack } from '#app/domain/cash/bring-back.server.ts'
import { confirmAdvance } from '#app/domain/cash/confirm-advance.server.ts'
import { disputeReturn } from '#app/domain/cash/dispute-return.server.ts'
import { advanceForm } from '#app/domain/cash/forms.ts'
import { type AdvancePage, advancePage } from '#app/domain/cash/reads/advance-page.server.ts'
import { recordAttempt } from '#app/domain/cash/record-attempt.server.ts'
import { signReturn } from '#app/domain/cash/sign-return.server.ts'
import { withdrawAdvance } from '#app/domain/cash/withdraw-advance.server.ts'
import { withdrawReturn } from '#app/domain/cash/withdraw-return.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { refusedAttempt } from '#app/http/refused-attempt.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['cash', 'vault'],
  title: (t, { page }) => t('cash:advance.title', { poster: page.poster }),
}

export const headers = noStore

const AdvanceParams = z.object({ advanceId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'cash:read')
  const { advanceId } = parseParams(params, AdvanceParams)
  const page = await advancePage({ advanceId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })
  const { timezone } = await organization()
  return { page, timezone, factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp } }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'cash:read')
  const { advanceId } = parseParams(params, AdvanceParams)
  const page = await advancePage({ advanceId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  const form = parseForm(await request.formData(), advanceForm(timezone))
  if (!form.ok) return invalid(form)
  const { value } = form
  const on = { staff, advanceId }
  const signed = { staff, subject: 'advance', subjectId: advanceId }
  const confirmed = { ...signed, action: 'advance.confirmed' }
  const signedBack = { ...signed, action: 'advance.return_signed' }
  // Said before a proof is asked for, so that nobody spends a code on what cannot be. The other acts refuse by themselves.
  if (value.act === 'confirm' && page.acts.confirm)
    return refusedAttempt(confirmed, page.acts.confirm, form.values)
  const whyNot = value.act === 'sign_return' && whyNotSign(page, value.returnId)
  if (whyNot) return refusedAttempt(signedBack, whyNot, form.values)

  const acts = {
    confirm: async () => {
      if (value.act !== 'confirm') return
      const bound = boundTo.confirmAdvance(advanceId)
      await provedBy(confirmed, { boundTo: bound, sent: value }, (stepUpId) =>
        confirmAdvance({ ...on, stepUpId, timezone }),
      )
    },
    withdraw: () => withdrawAdvance(on),
    bring_back: async () => {
      if (value.act === 'bring_back') await bringBack({ ...on, ...value })
    },
    sign_return: async () => {
      if (value.act !== 'sign_return') return
      const { returnId } = value
      const bound = boundTo.signReturn(returnId)
      await provedBy(signedBack, { boundTo: bound, sent: value }, (stepUpId) =>
        signReturn({ ...on, returnId, stepUpId }),
      )
    },
    dispute_return: async () => {
      if (value.act !== 'dispute_return') return
      await disputeReturn({ ...on, returnId: value.returnId, words: value.note })
    },
    withdraw_return: async () => {
      if (value.act === 'withdraw_return') await withdrawReturn({ ...on, ...value })
    },
    attempt: async () => {
      if (value.act === 'attempt') await recordAttempt({ ...on, ...value })
    },
  }
  const outcome = await orRefusal(acts[value.act](), form.values)
  if (!outcome.ok) return outcome.response
  return value.act === 'confirm' || value.act === 'sign_return'
    ? redirectAfterStepUp(staff, paths.advance(advanceId))
    : redirect(paths.advance(advanceId), 303)
}

/** Of cash that was counted back: why it is not this person's to sign now. */
const whyNotSign = ({ acts, returns }: AdvancePage, returnId: string) =>
  acts.sign_return ?? returns.find(({ id }) => id === returnId)?.acts.sign

export default function Advance() {
  const { t } = useWords()
  const { page, timezone, factors } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? undefined
  const { money, minute } = useFormats(timezone)
  const { confirmation } = page
  return (
    <article className="grid gap-6">
      <header className="grid gap-1">
        <Link to={paths.cash()} className="inline-block py-1 text-s">
          {t('cash:back_to_cash')}
        </Link>
        <h1 className="text-2xl">{t('cash:advance.title', { poster: page.poster })}</h1>
        <p>{t(`cash:state.${page.state}`)}</p>
      </header>
      {page.isOverdue && confirmation && (
        <Notice tone="refusal" title={t('cash:advance.overdue', { date: minute(confirmation.dueBackAt) })}>
          {t('cash:advance.overdue.why')}
        </Notice>
      )}
      <div className="grid gap-x-16 gap-y-8 lg:grid-cols-2 lg:grid-rows-[auto_1fr]">
        <section aria-label={t('cash:advance.facts')}>
          <Facts
            facts={[
              { key: 'fund', label: t('admin:fact.fund'), value: page.fundName },
              { key: 'amount', label: t('cash:column.amount'), value: money(page.amountCents), number: true },
              ...(page.familyCents > 0n
                ? [
                    {
                      key: 'own',
                      label: t('cash:advance.own'),
                      value: money(page.amountCents - page.familyCents),
                      number: true,
                    },
                    {
                      key: 'family',
                      label: t('cash:advance.family'),
                      value: money(page.familyCents),
                      number: true,
                    },
                  ]
                : []),
              {
                key: 'left',
                label: t('cash:column.left'),
                value: <strong>{money(page.leftCents)}</strong>,
                number: true,
              },
              { key: 'source', label: t('cash:out.source'), value: t(`cash:place.${page.source}`) },
              { key: 'since', label: t('cash:column.since'), value: minute(page.occurredAt) },
              { key: 'recorded', label: t('cash:column.recorded'), value: minute(page.recordedAt) },
              ...(confirmation
                ? [
                    { key: 'due', label: t('cash:column.due'), value: minute(confirmation.dueBackAt) },
                    {
                      key: 'receipts',
                      label: t('cash:column.receipts'),
                      value: minute(confirmation.receiptsDueAt),
                    },
                  ]
                : []),
              { key: 'for', label: t('cash:out.for'), value: <Covers page={page} /> },
            ]}
          />
        </section>
        <section aria-label={t('cash:advance.acts')} className="no-print grid content-start gap-6">
          <AdvanceActs page={page} factors={factors} timezone={timezone} answer={answer} />
        </section>
        <section className="lg:col-start-1">
          <h2 className="mb-3 text-l">{t('admin:history.title')}</h2>
          <AdvanceHistory page={page} timezone={timezone} />
        </section>
      </div>
    </article>
  )
}

type Page = Awaited<ReturnType<typeof loader>>['page']

function Covers({ page }: { page: Page }) {
  const { t } = useWords()
  if (page.covers.length === 0) return t('cash:out.float')
  return (
    <ul>
      {page.covers.map(({ disbursementId, caseCode }) => (
        <li key={disbursementId}>
          <Link to={paths.disbursement(disbursementId)} className="figures inline-block py-0.5">
            {caseCode}
          </Link>
        </li>
      ))}
    </ul>
  )
}
