import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useDay } from '#app/components/bank/use-day.ts'
import { CheckField } from '#app/components/check-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Field, FieldError } from '#app/components/field.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { OpenAccountForm } from '#app/domain/bank/forms.ts'
import { openBankAccount } from '#app/domain/bank/open-account.server.ts'
import {
  fundsOfNewAccount,
  type ListedAccount,
  listAccounts,
} from '#app/domain/bank/reads/accounts-page.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['reconciliation'],
  title: (t) => t('reconciliation:title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'reconciliation:read')
  const { language } = context
  const accounts = await listAccounts({ fundIds: staff.fundIds, language })
  const fundIds = await fundsOfNewAccount(fundsWhere(staff, 'reconciliation:work'))
  const names = await namesOfFunds({ fundIds, language })
  const { timezone } = await organization()
  return { accounts, funds: [...names].map(([id, name]) => ({ id, name })), timezone }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'reconciliation:work')
  const form = parseForm(await readForm(request), OpenAccountForm)
  if (!form.ok) return invalid(form)
  const outcome = await orRefusal(openBankAccount({ staff, ...form.value }), form.values)
  return outcome.ok ? redirect(paths.bankAccount(outcome.value.accountId), 303) : outcome.response
}

/** Each bank account: how far its lines are explained. From here to payouts, closes and the journal. */
export default function Reconciliation() {
  const { t } = useWords()
  const { accounts, funds, timezone } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <div className="grid gap-8">
      <header className="grid gap-2">
        <h1 className="text-2xl">{t('reconciliation:title')}</h1>
        <p className="measure text-quiet">{t('reconciliation:lead')}</p>
        <ul className="flex flex-wrap gap-x-6">
          {(['payouts', 'booksCloses', 'journal'] as const).map((page) => (
            <li key={page}>
              <Link to={paths[page]()} className="inline-block py-2">
                {t(`reconciliation:page.${page}`)}
              </Link>
            </li>
          ))}
        </ul>
      </header>
      {accounts.length === 0 ? (
        <EmptyState title={t('reconciliation:accounts.none.title')}>
          {t('reconciliation:accounts.none')}
        </EmptyState>
      ) : (
        <ul className="grid">
          {accounts.map((account) => (
            <Account key={account.id} account={account} timezone={timezone} />
          ))}
        </ul>
      )}
      {funds.length > 0 && <OpenAccount funds={funds} answer={answer} />}
    </div>
  )
}

function Account({ account, timezone }: { account: ListedAccount; timezone: string }) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const day = useDay(timezone)
  const { id, name, last4, funds, lines, openLines, openCents, through } = account
  return (
    <li className="grid gap-1 border-t border-hairline py-4">
      <h2 className="text-l">
        <Link to={paths.bankAccount(id)} className="inline-block py-1">
          {t('reconciliation:account.name', { name, last4 })}
        </Link>
      </h2>
      <p className="text-s text-quiet">{funds.join(', ')}</p>
      <p>
        {lines === 0n
          ? t('reconciliation:account.no_lines')
          : t('reconciliation:account.state', {
              lines: Number(lines),
              open: Number(openLines),
              amount: money(openCents),
            })}{' '}
        {through && t('reconciliation:account.through', { day: day(through) })}
      </p>
    </li>
  )
}

type Opening = { funds: { id: string; name: string }[]; answer: FormAnswer | undefined }

function OpenAccount({ funds, answer }: Opening) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <section aria-labelledby="open-account" className="grid gap-3">
      <h2 id="open-account" className="text-l">
        {t('reconciliation:open.title')}
      </h2>
      <p className="measure text-s text-quiet">{t('reconciliation:open.lead')}</p>
      <ActForm
        action={`${paths.reconciliation()}?index`}
        refusal={entries.refusal}
        submit={t('reconciliation:open.submit')}
      >
        <Field
          name="name"
          label={t('reconciliation:open.name')}
          hint={t('reconciliation:open.name_hint')}
          defaultValue={entries.value('name')}
          error={entries.error('name')}
          maxLength={60}
          required
        />
        <Field
          name="last4"
          label={t('reconciliation:open.last4')}
          inputMode="numeric"
          defaultValue={entries.value('last4')}
          error={entries.error('last4')}
          maxLength={4}
          required
        />
        <Field
          name="fromDay"
          type="date"
          label={t('reconciliation:open.from')}
          hint={t('reconciliation:open.from_hint')}
          defaultValue={entries.value('fromDay')}
          error={entries.error('fromDay')}
          required
        />
        <fieldset className="grid gap-3">
          <legend className="mb-2 font-semibold">{t('reconciliation:open.funds')}</legend>
          {funds.map(({ id, name }) => (
            <CheckField
              key={id}
              id={`fund-${id}`}
              name="fundIds"
              value={id}
              label={name}
              defaultChecked={entries.all('fundIds').includes(id)}
            />
          ))}
          <FieldError id="fundIds" error={entries.error('fundIds')} />
        </fieldset>
      </ActForm>
    </section>
  )
}
