import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { useDay } from '#app/components/bank/use-day.ts'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { LayoutForm, WithdrawForm, withdrawReasons } from '#app/domain/bank/forms.ts'
import { seesAtBank } from '#app/domain/bank/reads/sees-at-bank.server.ts'
import { statementPage } from '#app/domain/bank/reads/statement-page.server.ts'
import { importStatement } from '#app/domain/bank/statement/import-statement.server.ts'
import { setLayout } from '#app/domain/bank/statement/set-layout.server.ts'
import { withdrawStatement } from '#app/domain/bank/statement/withdraw-statement.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere, type SignedInStaff } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Columns } from './columns.tsx'
import { Problems } from './problems.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['reconciliation'],
  title: (t) => t('reconciliation:statement.title'),
}

export const headers = noStore

const Params = z.object({ statementId: z.uuid() })

export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'reconciliation:read')
  const { statementId } = parseParams(params, Params)
  const page = await statementPage({ staff, statementId })
  if (!page) throw new Response(null, { status: 404 })
  const { timezone } = await organization()
  const mine = fundsWhere(staff, 'reconciliation:work')
  const isAgain = new URL(request.url).searchParams.has('again')
  return {
    ...page,
    timezone,
    isAgain,
    mayWork: mine.length > 0 && page.fundIds.every((id) => mine.includes(id)),
  }
}

const OtherForms = z.discriminatedUnion('intent', [
  z.strictObject({ intent: z.literal('import') }),
  WithdrawForm.strict(),
])

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'reconciliation:work')
  const { statementId } = parseParams(params, Params)
  if (!(await seesAtBank({ staff, statementId }))) throw new Response(null, { status: 404 })
  const sent = await readForm(request)
  const form = parseForm(sent, sent.get('intent') === 'layout' ? LayoutForm : OtherForms)
  if (!form.ok) return invalid(form)
  const outcome = await orRefusal(act(staff, statementId, form.value), form.values)
  return outcome.ok ? redirect(outcome.value, 303) : outcome.response
}

type Entered = z.output<typeof LayoutForm> | z.output<typeof OtherForms>

/** Answers where to go on. */
async function act(staff: SignedInStaff, statementId: string, form: Entered): Promise<string> {
  const to = paths.bankStatement(statementId)
  if (form.intent === 'import') {
    await importStatement({ staff, statementId })
  } else if (form.intent === 'withdraw') {
    await withdrawStatement({ staff, statementId, reason: form.reason })
  } else {
    const { intent: _, ...layout } = form
    await setLayout({ staff, statementId, layout })
  }
  return to
}

/** What a file of the bank says, before and after it is taken in; all that is wrong with it by row and column. */
export default function BankStatement() {
  const { t } = useWords()
  const { account, statement, preview, table, layout, timezone, isAgain, mayWork } =
    useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  const { money, minute } = useFormats(timezone)
  const day = useDay(timezone)
  const { imported, withdrawn } = statement
  const isOpen = !imported && !withdrawn
  const to = paths.bankStatement(statement.id)
  return (
    <div className="grid gap-8">
      <header className="grid gap-2">
        <Link to={paths.bankAccount(account.id)} className="inline-block py-1 text-s">
          {t('reconciliation:account.name', account)}
        </Link>
        <h1 className="text-2xl">{t('reconciliation:statement.title')}</h1>
        <p className="text-quiet">
          {t('reconciliation:statement.name', { at: minute(statement.at), name: statement.uploadedBy })}
        </p>
      </header>
      {entries.refusal && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      {isAgain && (
        <Notice title={t('reconciliation:upload.again')}>{t('reconciliation:upload.again_body')}</Notice>
      )}
      {imported && (
        <Notice
          title={t('reconciliation:statement.imported', {
            from: day(imported.from),
            through: day(imported.through),
            count: imported.fresh,
          })}
        >
          {t('reconciliation:statement.known', { count: imported.known })}
        </Notice>
      )}
      {withdrawn && <Notice>{t(`reconciliation:withdraw.${withdrawn}`)}</Notice>}
      {preview && preview.problems.length > 0 && <Problems {...preview} isCsv={statement.format === 'csv'} />}
      {preview && preview.problems.length === 0 && isOpen && (
        <section aria-labelledby="preview" className="grid gap-4">
          <h2 id="preview" className="text-l">
            {t('reconciliation:preview.title')}
          </h2>
          <p className="measure">
            {t('reconciliation:preview.lead', {
              ...{ count: preview.count, fresh: preview.fresh, similar: preview.similar },
              equal: preview.equal,
              ...{ came: money(preview.cameCents), went: money(preview.wentCents) },
            })}
          </p>
          {preview.balance && (
            <p className="measure">
              {t('reconciliation:preview.balance', {
                ...{ day: day(preview.balance.day), amount: money(preview.balance.cents) },
              })}
            </p>
          )}
          {mayWork && (
            <ActForm
              action={to}
              refusal={null}
              submit={t('reconciliation:import.submit', { count: preview.fresh })}
            >
              <input type="hidden" name="intent" value="import" />
            </ActForm>
          )}
        </section>
      )}
      {preview && preview.lines.length > 0 && (
        <DataTable
          caption={t('reconciliation:preview.lines')}
          rows={preview.lines}
          rowKey={({ row }) => String(row)}
          columns={[
            {
              key: 'row',
              header: t('reconciliation:column.row'),
              align: 'end',
              lesser: true,
              cell: ({ row }) => row,
            },
            {
              key: 'day',
              header: t('reconciliation:column.day'),
              whole: true,
              cell: (line) => day(line.day),
            },
            {
              key: 'text',
              header: t('reconciliation:column.text'),
              names: true,
              cell: ({ text }) => <bdi className="break-words font-normal">{text || '–'}</bdi>,
            },
            {
              key: 'amount',
              header: t('reconciliation:column.amount'),
              align: 'end',
              cell: ({ amount }) => money(amount),
            },
          ]}
        />
      )}
      {table && isOpen && mayWork && <Columns action={to} entries={entries} table={table} layout={layout} />}
      {mayWork && !withdrawn && (
        <Confirm ask={t('reconciliation:withdraw')}>
          <ActForm action={to} refusal={null} submit={t('reconciliation:withdraw.submit')} tone="refuse">
            <input type="hidden" name="intent" value="withdraw" />
            <ChoiceField
              name="reason"
              label={t('reconciliation:withdraw.reason')}
              hint={t('reconciliation:withdraw.hint')}
              defaultValue={entries.value('reason')}
              error={entries.error('reason')}
              required
              choices={[
                { value: '', label: t('admin:choose') },
                ...withdrawReasons.map((value) => ({ value, label: t(`reconciliation:withdraw.${value}`) })),
              ]}
            />
          </ActForm>
        </Confirm>
      )}
    </div>
  )
}
