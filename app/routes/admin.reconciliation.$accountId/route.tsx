import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { useDay } from '#app/components/bank/use-day.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Pagination } from '#app/components/pagination.tsx'
import { StackedBar } from '#app/components/stacked-bar.tsx'
import { useWords } from '#app/components/words.ts'
import { AccountForm } from '#app/domain/bank/account-form.ts'
import { actOnAccount } from '#app/domain/bank/act-on-account.server.ts'
import { seesAtBank } from '#app/domain/bank/reads/sees-at-bank.server.ts'
import { bankAccountPage } from '#app/domain/bank/reads/whole-account.server.ts'
import { largestStatement } from '#app/domain/bank/statement/statement.ts'
import { uploadStatement } from '#app/domain/bank/statement/upload-statement.server.ts'
import { monthPattern } from '#app/domain/books/month.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readUpload } from '#app/http/read-upload.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Differences } from './differences.tsx'
import { MatchForm } from './match-form.tsx'
import { Matches } from './matches.tsx'
import { MonthChoice } from './month-choice.tsx'
import { MonthEnd } from './month-end.tsx'
import { OwnTransferForm } from './own-transfer-form.tsx'
import { NoteForm, PlaceForm, Statements } from './side-forms.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['at-bank', 'papers', 'reconciliation'],
  title: (t) => t('reconciliation:title'),
}

export const headers = noStore

const Params = z.object({ accountId: z.uuid() })
const monthIn = (value: string | null) => (value && monthPattern.test(value) ? value : null)

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'reconciliation:read')
  const { accountId } = parseParams(params, Params)
  const { searchParams } = new URL(request.url)
  const page = await bankAccountPage({
    ...{ staff, accountId, language: context.language, month: monthIn(searchParams.get('month')) },
    after: z.uuid().safeParse(searchParams.get('after')).data ?? null,
  })
  if (!page) throw new Response(null, { status: 404 })
  const { timezone } = await organization()
  const mayWork = page.fundIds.every((id) => fundsWhere(staff, 'reconciliation:work').includes(id))
  return {
    ...page,
    ...{ timezone, staffId: staff.id, isFirst: !searchParams.has('after') },
    mayWork: mayWork && fundsWhere(staff, 'reconciliation:work').length > 0,
  }
}

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'reconciliation:work')
  const { accountId } = parseParams(params, Params)
  if (!(await seesAtBank({ staff, accountId }))) throw new Response(null, { status: 404 })
  const { fields, file, problem } = await readUpload(request, largestStatement)
  const form = parseForm(fields, AccountForm)
  if (!form.ok) return invalid(form)
  if (form.value.intent === 'upload') {
    if (!file) {
      const code = problem === 'file_too_large' ? 'statement_too_large' : 'file_missing'
      return invalid({ values: form.values, errors: { file: code } })
    }
    const outcome = await orRefusal(uploadStatement({ staff, accountId, file }), form.values)
    if (!outcome.ok) return outcome.response
    const { statementId, known } = outcome.value
    return redirect(`${paths.bankStatement(statementId)}${known ? '?again=1' : ''}`, 303)
  }
  const outcome = await orRefusal(actOnAccount({ staff, accountId, act: form.value }), form.values)
  if (!outcome.ok) return outcome.response
  const month = monthIn(new URL(request.url).searchParams.get('month'))
  return redirect(`${paths.bankAccount(accountId)}${month ? `?month=${month}` : ''}`, 303)
}

/** One bank account against the books: what is matched, what stands alone and why, and what waits for its meaning. */
export default function BankAccount() {
  const { t } = useWords()
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { account, funds, months, month, open, matched, differences, list, timezone, mayWork } = page
  const { money } = useFormats(timezone)
  const day = useDay(timezone)
  const { totals } = open
  const search = (more: Record<string, string>) =>
    `${paths.bankAccount(account.id)}?${new URLSearchParams({ ...(month ? { month } : {}), ...more })}`
  const sentence = t('reconciliation:sides.sentence', {
    ...{ matched: Number(matched.count), lines: totals.lines, linesAmount: money(totals.linesCents) },
    ...{ movements: totals.movements, movementsAmount: money(totals.movementsCents) },
  })
  const shared = { accountId: account.id, timezone, answer, action: search({}) }
  return (
    <div className="grid gap-10">
      <header className="grid gap-2">
        <Link to={paths.reconciliation()} className="inline-block py-1 text-s">
          {t('reconciliation:title')}
        </Link>
        <h1 className="text-2xl">{t('reconciliation:account.name', account)}</h1>
        <p className="text-quiet">{funds.map(({ name }) => name).join(', ')}</p>
        {page.through && <p>{t('reconciliation:account.through', { day: day(page.through) })}</p>}
        <MonthChoice months={months} month={month} />
      </header>
      <section aria-labelledby="picture" className="grid gap-3">
        <h2 id="picture" className="text-l">
          {t('reconciliation:sides.title')}
        </h2>
        <p className="measure">{sentence}</p>
        {matched.cents + totals.linesCents + totals.movementsCents > 0n && (
          <StackedBar
            title={t('reconciliation:sides.title')}
            desc={sentence}
            segments={[
              {
                key: 'matched',
                tone: 'strong',
                cents: matched.cents,
                label: t('reconciliation:sides.matched'),
                amount: money(matched.cents),
              },
              {
                key: 'lines',
                tone: 'loss',
                cents: totals.linesCents,
                label: t('reconciliation:sides.lines'),
                amount: money(totals.linesCents),
              },
              {
                key: 'movements',
                tone: 'mid',
                cents: totals.movementsCents,
                label: t('reconciliation:sides.movements'),
                amount: money(totals.movementsCents),
              },
            ]}
          />
        )}
      </section>
      {differences.length > 0 && (
        <Differences {...shared} differences={differences} staffId={page.staffId} mayWork={mayWork} />
      )}
      <MatchForm {...shared} open={open} funds={funds} mayWork={mayWork} />
      {mayWork && open.lines.length > 0 && page.others.accounts.length > 0 && (
        <OwnTransferForm {...shared} lines={open.lines} others={page.others} />
      )}
      <section aria-labelledby="matches" className="grid gap-3">
        <h2 id="matches" className="text-l">
          {t('reconciliation:matches.title')}
        </h2>
        <Matches {...shared} matches={list.matches} mayWork={mayWork} />
        <Pagination
          first={page.isFirst ? null : search({})}
          next={list.older && search({ after: list.older })}
        />
      </section>
      <Statements {...shared} statements={page.statements} mayWork={mayWork} />
      <MonthEnd {...shared} reach={page.reach} balance={page.balance} mayWork={mayWork} />
      {mayWork && open.movements.length > 0 && <NoteForm {...shared} movements={open.movements} />}
      {mayWork && page.placeable.length > 0 && <PlaceForm {...shared} funds={page.placeable} />}
    </div>
  )
}
