import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { CapForm, CountForm, ExplainForm, SignCountForm } from '#app/components/cash/box-forms.tsx'
import { BoxHistory } from '#app/components/cash/box-history.tsx'
import { MoveForm } from '#app/components/cash/move-form.tsx'
import { SignatureForms } from '#app/components/cash/signature-forms.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { countCashBox } from '#app/domain/cash/count-cash-box.server.ts'
import { disputeMove } from '#app/domain/cash/dispute-move.server.ts'
import { explainDifference } from '#app/domain/cash/explain-difference.server.ts'
import { boxForm } from '#app/domain/cash/forms.ts'
import { moveCash } from '#app/domain/cash/move-cash.server.ts'
import { boxPage } from '#app/domain/cash/reads/box-page.server.ts'
import { setAdvanceCap } from '#app/domain/cash/set-advance-cap.server.ts'
import { signCount } from '#app/domain/cash/sign-count.server.ts'
import { signMove } from '#app/domain/cash/sign-move.server.ts'
import { withdrawMove } from '#app/domain/cash/withdraw-move.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { type Attempted, refusedAttempt } from '#app/http/refused-attempt.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['cash', 'vault'],
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
  return { page, timezone, factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp } }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'cash:handle')
  const { fundId } = parseParams(params, FundParams)
  if (!staff.fundIds.includes(fundId)) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  const form = parseForm(await request.formData(), boxForm(timezone))
  if (!form.ok) return invalid(form)
  const { value } = form
  if (value.act === 'sign_move') {
    // Said before a proof is asked for, so that nobody spends a code on what cannot be.
    const page = await boxPage({ fundId, staff: { ...staff, language: context.language } })
    const refusal = page?.moves.find(({ id }) => id === value.moveId)?.acts.sign
    if (refusal) return refusedAttempt(signing(staff, value.moveId), refusal, form.values)
  }
  const outcome = await orRefusal(record({ staff, fundId, ...value }), form.values)
  if (!outcome.ok) return outcome.response
  return value.act === 'sign_move'
    ? redirectAfterStepUp(staff, paths.cashBox(fundId))
    : redirect(paths.cashBox(fundId), 303)
}

type Recorded = { staff: SignedInStaff; fundId: string } & z.output<ReturnType<typeof boxForm>>

function record(entered: Recorded): Promise<unknown> {
  switch (entered.act) {
    case 'count':
      return countCashBox(entered)
    case 'sign':
      return signCount({ ...entered, counted: entered.witnessed })
    case 'explain':
      return explainDifference(entered)
    case 'move':
      return moveCash(entered)
    case 'sign_move':
      return signProved(entered)
    case 'dispute_move':
      return disputeMove({ ...entered, words: entered.note })
    case 'withdraw_move':
      return withdrawMove(entered)
    default:
      return setAdvanceCap(entered)
  }
}

/** As the audit calls it. */
const signing = (staff: SignedInStaff, moveId: string): Attempted => ({
  ...{ staff, action: 'cash_box.move_signed', subject: 'cash_move', subjectId: moveId },
})

function signProved(entered: Extract<Recorded, { act: 'sign_move' }>): Promise<void> {
  const { staff, moveId } = entered
  return provedBy(signing(staff, moveId), { boundTo: boundTo.signMove(moveId), sent: entered }, (stepUpId) =>
    signMove({ staff, moveId, stepUpId }),
  )
}

export default function CashBox() {
  const { t } = useWords()
  const { page, timezone, factors } = useLoaderData<typeof loader>()
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
          <SignatureForms
            kind="move"
            cash={page.moves}
            moved={page.movedWithinADay}
            action={paths.cashBox(page.fundId)}
            factors={factors}
            timezone={timezone}
            answer={answer}
          />
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
