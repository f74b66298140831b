import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { CapForm, CountForm, ExplainForm, SignCountForm } from '#app/components/cash/box-forms.tsx'
import { BoxHistory } from '#app/components/cash/box-history.tsx'
import { MoveForm } from '#app/components/cash/move-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { countCashBox } from '#app/domain/cash/count-cash-box.server.ts'
import { explainDifference } from '#app/domain/cash/explain-difference.server.ts'
import { boxForm } from '#app/domain/cash/forms.ts'
import { moveCash } from '#app/domain/cash/move-cash.server.ts'
import { boxPage } from '#app/domain/cash/reads/box-page.server.ts'
import { setAdvanceCap } from '#app/domain/cash/set-advance-cap.server.ts'
import { signCount } from '#app/domain/cash/sign-count.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['cash'],
  title: (t, { page }) => t('cash:box.title', { fund: page.fundName }),
}

export const headers = noStore

const FundParams = z.object({ fundId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'cash:read')
  const { fundId } = parseParams(params, FundParams)
  const page = await boxPage({ fundId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })
  const { timezone } = await organization()
  return { page, timezone }
}

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'cash:handle')
  const { fundId } = parseParams(params, FundParams)
  if (!staff.fundIds.includes(fundId)) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  const form = parseForm(await request.formData(), boxForm(timezone))
  if (!form.ok) return invalid(form)
  const outcome = await orRefusal(record({ staff, fundId, ...form.value }), form.values)
  return outcome.ok ? redirect(paths.cashBox(fundId), 303) : outcome.response
}

type Recorded = { staff: { id: string; fundIds: string[] }; fundId: string } & z.output<
  ReturnType<typeof boxForm>
>

function record(entered: Recorded): Promise<unknown> {
  if (entered.act === 'count') return countCashBox(entered)
  if (entered.act === 'sign') return signCount({ ...entered, counted: entered.witnessed })
  if (entered.act === 'move') return moveCash(entered)
  return entered.act === 'explain' ? explainDifference(entered) : setAdvanceCap(entered)
}

export default function CashBox() {
  const { t } = useWords()
  const { page, timezone } = useLoaderData<typeof loader>()
  const { money } = useFormats(timezone)
  const answer = useActionData<typeof action>() ?? undefined
  const of = (act: string) => (answer?.values.act === act ? answer : undefined)
  const open = page.counts.filter(({ explanations }) => explanations.length > 0)
  const mine = page.counts.filter(({ maySign }) => maySign)
  const ofCount = (id: string) => (answer?.values.countId === id ? answer : undefined)
  return (
    <article className="grid gap-8">
      <header className="grid gap-1">
        <Link to={paths.cash()} className="inline-block py-1 text-s">
          {t('cash:back_to_cash')}
        </Link>
        <h1 className="text-2xl">{t('cash:box.title', { fund: page.fundName })}</h1>
        <p className="figures font-display text-xl">
          {t('cash:box.holds', { amount: money(page.boxCents) })}
        </p>
      </header>
      {page.mayHandle && (
        <>
          {mine.length > 0 && (
            <section className="no-print grid gap-4">
              <h2 className="text-l">{t('cash:sign.title')}</h2>
              {mine.map((count) => (
                <SignCountForm
                  key={count.id}
                  page={page}
                  count={count}
                  answer={ofCount(count.id)}
                  timezone={timezone}
                />
              ))}
            </section>
          )}
          {open.length > 0 && (
            <section className="no-print grid gap-4">
              <h2 className="text-l">{t('cash:explain.title')}</h2>
              {open.map((count) => (
                <ExplainForm
                  key={count.id}
                  page={page}
                  count={count}
                  answer={ofCount(count.id)}
                  timezone={timezone}
                />
              ))}
            </section>
          )}
          <div className="no-print grid gap-x-16 gap-y-8 lg:grid-cols-2">
            <CountForm page={page} answer={of('count')} />
            <MoveForm page={page} answer={of('move')} />
          </div>
        </>
      )}
      <BoxHistory page={page} timezone={timezone} />
      <section className="grid gap-3">
        <h2 className="text-l">{t('cash:cap.title')}</h2>
        <ul>
          {page.caps.map(({ poster, capCents }) => (
            <li key={poster ?? ''}>
              {t('cash:cap.one', { who: poster ?? t('cash:cap.everyone'), amount: money(capCents) })}
            </li>
          ))}
        </ul>
        {page.mayManage && (
          <div className="no-print">
            <CapForm page={page} answer={of('cap')} />
          </div>
        )}
      </section>
    </article>
  )
}
