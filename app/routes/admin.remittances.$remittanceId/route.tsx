import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { AtTheBank } from '#app/components/bank/at-the-bank.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { RemittanceState } from '#app/components/remittances/remittance-state.tsx'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { seenAtBank } from '#app/domain/bank/reads/at-the-bank.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { type RowProblem, WrongRows } from '#app/domain/remittances/paste-remittance-lines.server.ts'
import { remittancePage } from '#app/domain/remittances/remittance-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal, refused } from '#app/http/respond.ts'
import { type Entered, formOf, workOn } from './act.server.ts'
import { AddLine, PasteLines } from './add-lines.tsx'
import { Lines } from './lines.tsx'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['at-bank', 'remittance'],
  title: (t, { page }) => t('remittance:page.title', { reference: page.reference }),
}

export const headers = noStore

const Params = z.object({ remittanceId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'remittances:read')
  const { remittanceId } = parseParams(params, Params)
  const page = await remittancePage({ remittanceId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  const atBank =
    page.state === 'closed' ? await seenAtBank({ staff, kind: 'remittance', id: remittanceId }) : null
  return { page, atBank, timezone, factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp } }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'remittances:enter')
  const { remittanceId } = parseParams(params, Params)
  const page = await remittancePage({ remittanceId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const sent = await readForm(request)
  const form = parseForm(sent, formOf(sent.get('intent')))
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(enter({ staff, page }, form.value), form.values)
  if (!outcome.ok) return outcome.response
  if (outcome.value instanceof WrongRows) {
    const { code, params: figures, field, rows } = outcome.value
    const answer = refused({ code, params: figures, ...(field ? { field } : {}) }, form.values)
    return data({ ...answer.data, rows }, { status: 409 })
  }
  const to = paths.remittance(remittanceId)
  return form.value.intent === 'close' ? redirectAfterStepUp(staff, to) : redirect(to, 303)
}

/** Rows that are wrong are an answer of their own: each is said with its number. */
async function enter(on: Parameters<typeof workOn>[0], entered: Entered): Promise<WrongRows | null> {
  try {
    await workOn(on, entered)
    return null
  } catch (error) {
    if (error instanceof WrongRows) return error
    throw error
  }
}

export default function Remittance() {
  const { t } = useWords()
  const { page, atBank, timezone, factors } = useLoaderData<typeof loader>()
  const answer: (FormAnswer & { rows?: RowProblem[] }) | undefined = useActionData<typeof action>()
  const days = useFormats('UTC')
  const { minute, money } = useFormats(timezone)
  const of = (intent: string): FormAnswer | undefined =>
    answer?.values.intent === intent ? answer : undefined
  const ending = useEntries(of('close') ?? of('withdraw') ?? of('remove'))
  const wrong = answer?.rows ?? []
  return (
    <article className="grid gap-6">
      <header className="grid gap-1">
        <Link to={paths.remittances()} className="inline-block py-1 text-s">
          {t('remittance:back')}
        </Link>
        <h1 className="text-2xl">{t('remittance:page.title', { reference: page.reference })}</h1>
        <p>
          <RemittanceState state={page.state} />
        </p>
      </header>
      {page.state === 'open' && (
        <p className={`font-display text-xl ${page.left < 0n ? 'text-loss' : ''}`}>
          {page.left === 0n && t('remittance:left.none', { total: money(page.total) })}
          {page.left > 0n && t('remittance:left', { left: money(page.left), total: money(page.total) })}
          {page.left < 0n && t('remittance:left.over', { over: money(-page.left), total: money(page.total) })}
        </p>
      )}
      {ending.refusal && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {ending.refusal}
        </Notice>
      )}
      <div className="grid gap-x-16 gap-y-8 lg:grid-cols-2">
        <section aria-label={t('remittance:page.facts')}>
          <Facts
            facts={[
              { key: 'total', label: t('remittance:fact.total'), value: money(page.total), number: true },
              { key: 'payer', label: t('remittance:fact.payer'), value: t(`remittance:payer.${page.payer}`) },
              ...(page.payerName
                ? [{ key: 'name', label: t('remittance:fact.payer_name'), value: page.payerName }]
                : []),
              { key: 'day', label: t('remittance:fact.received_on'), value: days.day(page.receivedOn) },
              { key: 'funds', label: t('remittance:fact.funds'), value: page.funds.join(' · ') },
              { key: 'by', label: t('remittance:fact.opened_by'), value: page.openedBy },
              ...(page.ending
                ? [
                    {
                      key: 'ending',
                      label: t(`remittance:state.${page.state}`),
                      value: t('admin:by_at', { name: page.ending.by, date: minute(page.ending.at) }),
                    },
                  ]
                : []),
            ]}
          />
        </section>
        {page.state === 'open' && (
          <section aria-label={t('remittance:page.work')} className="grid content-start gap-8">
            {page.mayClose && page.left === 0n && (
              <ActForm
                action={paths.remittance(page.id)}
                refusal={null}
                submit={t('remittance:close.submit')}
              >
                <input type="hidden" name="intent" value="close" />
                <p className="measure text-s text-quiet">{t('remittance:close.lead')}</p>
                <StepUpFields
                  boundTo={boundTo.closeRemittance({ remittanceId: page.id, total: page.total })}
                  {...factors}
                  error={ending.error('code')}
                />
              </ActForm>
            )}
            {(page.enteredIt || page.paidOne) && page.left === 0n && (
              <Notice title={t('remittance:close.other.title')}>
                {t(page.enteredIt ? 'remittance:close.other' : 'remittance:close.paid')}
              </Notice>
            )}
            {page.payers.length > 0 && (
              <p className="measure text-s text-quiet">
                {t('remittance:close.payers', { names: page.payers.join(' · ') })}
              </p>
            )}
            {page.mayEnter && (
              <>
                <AddLine id={page.id} answer={of('add')} />
                <PasteLines id={page.id} answer={of('paste')} wrong={wrong} />
                <Confirm ask={t('remittance:withdraw.title')}>
                  <ActForm
                    action={paths.remittance(page.id)}
                    refusal={null}
                    tone="refuse"
                    submit={t('remittance:withdraw.submit')}
                  >
                    <input type="hidden" name="intent" value="withdraw" />
                    <p className="measure text-s text-quiet">{t('remittance:withdraw.lead')}</p>
                  </ActForm>
                </Confirm>
              </>
            )}
          </section>
        )}
        <section className="lg:col-span-2">
          <Lines page={page} />
        </section>
        <section className="lg:col-start-1">
          <AtTheBank seen={atBank} timezone={timezone} />
        </section>
      </div>
    </article>
  )
}
