import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { AtTheBank } from '#app/components/bank/at-the-bank.tsx'
import { LargeCashNotice } from '#app/components/cash/large-cash-notice.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import { BatchState } from '#app/components/offline/batch-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { seenAtBank } from '#app/domain/bank/reads/at-the-bank.server.ts'
import { batchPage } from '#app/domain/offline-gifts/batch-page.server.ts'
import { chosenDonor, type FoundDonor, findDonors } from '#app/domain/offline-gifts/find-donors.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { type FormValues, parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { formOf, workOn } from './act.server.ts'
import { AddLine } from './add-line.tsx'
import { Lines } from './lines.tsx'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['at-bank', 'cash', 'offline'],
  title: (t, { page }) => t('offline:page.title', { reference: page.reference }),
}

export const headers = noStore

const Params = z.object({ batchId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'offline:read')
  const { page } = await opened(params, { ...staff, language: context.language })
  const { timezone } = await organization()
  const isDeposit = page.state === 'closed' && page.keptIn === 'bank'
  const atBank = isDeposit ? await seenAtBank({ staff, kind: 'offline_batch', id: page.id }) : null
  return { page, atBank, timezone, factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp } }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'offline:enter')
  const { page } = await opened(params, { ...staff, language: context.language })

  const sent = await readForm(request)
  const form = parseForm(sent, formOf(sent.get('intent')))
  if (!form.ok) return withChosen(staff, invalid(form))

  const entered = form.value
  if (entered.intent === 'find') {
    const found = await findDonors({ fundIds: fundsWhere(staff, 'offline:enter'), typed: entered.typed })
    return data({ refusal: null, values: form.values, errors: {}, found }, { headers: noStore() })
  }
  const outcome = await orRefusal(workOn({ staff, page }, entered), form.values)
  if (!outcome.ok) return withChosen(staff, outcome.response)
  const to = paths.offlineBatch(page.id)
  return entered.intent === 'close' ? redirectAfterStepUp(staff, to) : redirect(to, 303)
}

async function opened(params: ActionFunctionArgs['params'], staff: Parameters<typeof batchPage>[0]['staff']) {
  const { batchId } = parseParams(params, Params)
  const page = await batchPage({ batchId, staff })
  if (!page) throw new Response(null, { status: 404 })
  return { page }
}

/** A line that comes back still knows whom it was for. */
async function withChosen<A extends { values: FormValues }>(
  staff: SignedInStaff,
  answer: { data: A; init: ResponseInit | null },
) {
  const donorId = z.uuid().safeParse(answer.data.values.donorId)
  const fundIds = fundsWhere(staff, 'offline:enter')
  const found = donorId.success ? await chosenDonor({ fundIds, donorId: donorId.data }) : []
  return data({ ...answer.data, found }, answer.init ?? {})
}

/** One batch: what was counted, what is entered, and who may book it. */
export default function OfflineBatch() {
  const { t } = useWords()
  const { page, atBank, timezone, factors } = useLoaderData<typeof loader>()
  const answer: (FormAnswer & { found?: FoundDonor[] }) | undefined = useActionData<typeof action>()
  const days = useFormats('UTC')
  const { minute, money } = useFormats(timezone)
  const of = (...intents: string[]): FormAnswer | undefined =>
    answer && intents.includes(String(answer.values.intent)) ? answer : undefined
  const ending = useEntries(of('close', 'withdraw', 'remove'))
  const close = { batchId: page.id, ...page.control }
  return (
    <article className="grid gap-6">
      <header className="grid gap-1">
        <Link to={paths.offlineBatches()} className="inline-block py-1 text-s">
          {t('offline:back')}
        </Link>
        <h1 className="text-2xl">{t('offline:page.title', { reference: page.reference })}</h1>
        <p>
          <BatchState state={page.state} />
        </p>
      </header>
      {page.state === 'open' && (
        <p className={`font-display text-xl ${page.left < 0n || page.piecesLeft < 0 ? 'text-loss' : ''}`}>
          {page.isWhole
            ? t('offline:left.none', { total: money(page.control.total), pieces: page.control.pieces })
            : t('offline:left', {
                ...{ entered: money(page.entered), total: money(page.control.total) },
                ...{ lines: page.lines.length, pieces: page.control.pieces },
                difference: money(page.left),
              })}
        </p>
      )}
      {ending.refusal && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {ending.refusal}
        </Notice>
      )}
      <div className="grid gap-x-16 gap-y-8 lg:grid-cols-2 lg:grid-rows-[auto_1fr]">
        <section aria-label={t('offline:page.facts')}>
          <Facts
            facts={[
              {
                key: 'total',
                label: t('offline:fact.total'),
                value: money(page.control.total),
                number: true,
              },
              {
                key: 'pieces',
                label: t('offline:fact.pieces'),
                value: String(page.control.pieces),
                number: true,
              },
              { key: 'kept', label: t('offline:fact.kept_in'), value: t(`offline:kept_in.${page.keptIn}`) },
              { key: 'day', label: t('offline:fact.deposited_on'), value: days.day(page.depositedOn) },
              {
                key: 'funds',
                label: t('offline:fact.funds'),
                value: page.funds.map(({ name }) => name).join(' · '),
              },
              { key: 'by', label: t('offline:fact.opened_by'), value: page.openedBy },
              ...(page.ending
                ? [
                    {
                      key: 'ending',
                      label: t(`offline:state.${page.state}`),
                      value: t('admin:by_at', { name: page.ending.by, date: minute(page.ending.at) }),
                    },
                  ]
                : []),
            ]}
          />
        </section>
        {page.state === 'open' && (
          <section
            aria-label={t('offline:page.work')}
            className="grid content-start gap-8 lg:col-start-2 lg:row-span-2 lg:row-start-1"
          >
            {page.largeCents !== null && <LargeCashNotice cents={page.largeCents} />}
            {page.mayClose && page.isWhole && (
              <ActForm action={paths.offlineBatch(page.id)} refusal={null} submit={t('offline:close.submit')}>
                <input type="hidden" name="intent" value="close" />
                <p className="measure text-s text-quiet">{t('offline:close.lead')}</p>
                <StepUpFields
                  boundTo={boundTo.closeOfflineBatch(close)}
                  {...factors}
                  error={ending.error('code')}
                />
              </ActForm>
            )}
            {page.enteredIt && page.isWhole && (
              <Notice title={t('offline:close.other.title')}>{t('offline:close.other')}</Notice>
            )}
            {page.mayEnter && (
              <>
                {/* Anew after every piece: what stayed of one giver would be booked to the next. */}
                <AddLine
                  key={page.lines.length}
                  {...{ page, answer: of('add'), search: of('find'), found: answer?.found ?? [] }}
                />
                <Confirm ask={t('offline:withdraw.title')}>
                  <ActForm
                    action={paths.offlineBatch(page.id)}
                    refusal={null}
                    tone="refuse"
                    submit={t('offline:withdraw.submit')}
                  >
                    <input type="hidden" name="intent" value="withdraw" />
                    <p className="measure text-s text-quiet">{t('offline:withdraw.lead')}</p>
                  </ActForm>
                </Confirm>
              </>
            )}
          </section>
        )}
        <section className="grid content-start gap-8 lg:col-start-1">
          <Lines page={page} />
          <AtTheBank seen={atBank} timezone={timezone} />
        </section>
      </div>
    </article>
  )
}
