import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { LinkButton } from '#app/components/button.tsx'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { WhyNot } from '#app/components/disbursements/why-not.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { type AgreementPage, agreementPage } from '#app/domain/copays/reads/agreement-page.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { nativeNames } from '#app/words/languages.ts'
import { moneyForms, moveMoney } from './money-acts.server.ts'
import { ProposePayout, Receive } from './money-forms.tsx'
import { Payouts } from './payouts.tsx'
import { Receipts } from './receipts.tsx'
import { Reversals } from './reversals.tsx'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['cash', 'copay'],
  title: (t, { page }) => t('copay:page.title', { code: page.caseCode }),
}

export const headers = noStore

const Params = z.object({ agreementId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'copays:follow')
  const { agreementId } = parseParams(params, Params)
  const page = await agreementPage({ agreementId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  return { page, timezone, factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp } }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'copays:follow')
  const { agreementId } = parseParams(params, Params)
  const page = await agreementPage({ agreementId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  const form = parseForm(await request.formData(), moneyForms(timezone))
  if (!form.ok) return invalid(form)
  if (!isOfPage(page, form.value)) throw new Response(null, { status: 404 })

  const outcome = await orRefusal(moveMoney(staff, agreementId, form.value), form.values)
  if (!outcome.ok) return outcome.response
  const to = paths.copay(agreementId)
  return outcome.value.isProved ? redirectAfterStepUp(staff, to) : redirect(to, 303)
}

type Named = { intent: string; payoutId?: string; receiptId?: string; reversalId?: string }

/** Whether what a form names stands on this page. */
function isOfPage({ payouts, receipts }: AgreementPage, { payoutId, receiptId, reversalId }: Named): boolean {
  const has = (rows: { id: string }[], wanted?: string) =>
    wanted === undefined || rows.some(({ id }) => id === wanted)
  const reversals = receipts.flatMap((receipt) => receipt.reversals)
  return has(payouts, payoutId) && has(receipts, receiptId) && has(reversals, reversalId)
}

/** One family's money: the paper, what came, what is held, what is inside a bond, and what they got back. */
export default function Copay() {
  const { t } = useWords()
  const { page, timezone, factors } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { money, day } = useFormats(timezone)
  const { day: calendarDay } = useFormats('UTC')
  const parts = ['received', 'held', 'posted', 'lost', 'recovered', 'paidOut'] as const
  return (
    <article className="grid gap-6">
      <header>
        <Link to={paths.copays()} className="inline-block py-1 text-s">
          {t('copay:list.back')}
        </Link>
        <h1 className="text-2xl">
          {t('copay:page.heading')} <span className="figures">{page.caseCode}</span>
        </h1>
        <p className="measure mt-1">
          {t('copay:page.summary', { held: money(page.held), posted: money(page.posted) })}
        </p>
      </header>
      <div className="grid gap-x-16 gap-y-8 lg:grid-cols-2 lg:grid-rows-[auto_1fr]">
        <section aria-label={t('copay:page.facts')} className="grid content-start gap-6">
          <Facts
            facts={[
              { key: 'amount', label: t('copay:page.amount'), value: money(page.amount), number: true },
              ...parts
                .filter((part) => page[part] > 0n)
                .map((part) => ({
                  key: part,
                  label: t(`copay:money.${part}`),
                  value: money(page[part]),
                  number: true,
                })),
              { key: 'fund', label: t('admin:fact.fund'), value: page.fundName },
              {
                key: 'signer',
                label: t('copay:page.signer'),
                value: t(`copay:page.signer_${page.signer}`),
              },
              { key: 'paper', label: t('copay:paper.number'), value: <bdi>{page.paperNumber}</bdi> },
              { key: 'language', label: t('copay:agreement.language'), value: nativeNames[page.language] },
              ...(page.readAloud
                ? [
                    {
                      key: 'read',
                      label: t('copay:page.read_aloud'),
                      value: t(`copay:page.interpreter_${page.signer}`),
                    },
                  ]
                : []),
              { key: 'signed', label: t('copay:agreement.day'), value: calendarDay(page.signedOn) },
              { key: 'witness', label: t('copay:page.witness'), value: page.witness },
              { key: 'entered', label: t('copay:page.entered'), value: day(page.recordedAt) },
            ]}
          />
          <p>
            <LinkButton to={paths.copayPaper(page.id)} tone="outline">
              {t('copay:page.paper')}
            </LinkButton>
          </p>
        </section>
        <section
          aria-label={t('admin:disbursement.acts')}
          className="grid content-start gap-8 lg:col-start-2 lg:row-span-2 lg:row-start-1"
        >
          {!page.acts.receive && <Receive page={page} answer={answer} />}
          {!page.acts.propose && <ProposePayout page={page} timezone={timezone} answer={answer} />}
          <Payouts page={page} timezone={timezone} factors={factors} answer={answer} />
          <WhyNot
            reasons={[
              { act: t('copay:receive.title'), why: page.acts.receive },
              { act: t('copay:propose.title'), why: page.acts.propose },
            ]}
          />
        </section>
        <section className="grid content-start gap-8 lg:col-start-1">
          <Receipts page={page} timezone={timezone} />
          <Reversals page={page} timezone={timezone} factors={factors} answer={answer} />
        </section>
      </div>
    </article>
  )
}
