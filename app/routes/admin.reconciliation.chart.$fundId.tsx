import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { ChartForm, usualChart } from '#app/domain/journal/chart.ts'
import { chartOf } from '#app/domain/journal/charts.server.ts'
import { journalFunds } from '#app/domain/journal/make-export.server.ts'
import { setChart } from '#app/domain/journal/set-chart.server.ts'
import { accountCodes } from '#app/domain/ledger/accounts.ts'
import type { Action } from '#app/domain/staff/access.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere, type SignedInStaff } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['reconciliation', 'records'],
  title: (t) => t('reconciliation:chart.title'),
}

export const headers = noStore

const Params = z.object({ fundId: z.uuid() })

const fundsFor = (staff: SignedInStaff, action: Action) =>
  journalFunds({ staffId: staff.id, fundIds: fundsWhere(staff, action), action })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'journal:read')
  const { fundId } = parseParams(params, Params)
  if (!(await fundsFor(staff, 'journal:read')).includes(fundId)) throw new Response(null, { status: 404 })
  const names = await namesOfFunds({ fundIds: [fundId], language: context.language })
  const fundName = names.get(fundId) ?? ''
  return {
    ...{
      fundId,
      fundName,
      chart: (await chartOf({ fundId, fundIds: staff.fundIds })) ?? usualChart(fundName),
    },
    mayMap: (await fundsFor(staff, 'journal:map')).includes(fundId),
  }
}

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'journal:map')
  const { fundId } = parseParams(params, Params)
  if (!(await fundsFor(staff, 'journal:map')).includes(fundId)) throw new Response(null, { status: 404 })
  const form = parseForm(await readForm(request), ChartForm)
  if (!form.ok) return invalid(form)
  const outcome = await orRefusal(setChart({ staff, fundId, chart: form.value }), form.values)
  return outcome.ok ? redirect(paths.journal(), 303) : outcome.response
}

/** How the accountants call a fund's accounts. */
export default function ChartOfAccounts() {
  const { t } = useWords()
  const { fundId, fundName, chart, mayMap } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  return (
    <div className="grid gap-6">
      <header className="grid gap-2">
        <Link to={paths.journal()} className="inline-block py-1 text-s">
          {t('reconciliation:page.journal')}
        </Link>
        <h1 className="text-2xl">{t('reconciliation:chart.of', { fund: fundName })}</h1>
        <p className="measure text-quiet">{t('reconciliation:chart.lead')}</p>
      </header>
      {!mayMap && <Notice>{t('reconciliation:chart.read_only')}</Notice>}
      <ActForm
        action={paths.chart(fundId)}
        refusal={entries.refusal}
        submit={t('reconciliation:chart.submit')}
        wide
      >
        <fieldset disabled={!mayMap} className="grid gap-4">
          <Field
            name="className"
            label={t('reconciliation:chart.class')}
            hint={t('reconciliation:chart.class_hint')}
            defaultValue={entries.value('className', chart.className)}
            error={entries.error('className')}
            maxLength={60}
            className="max-w-[36rem]"
          />
          {accountCodes.map((code) => (
            <div
              key={code}
              className="grid items-end gap-x-4 gap-y-2 border-t border-hairline pt-3 sm:grid-cols-[12rem_8rem_1fr]"
            >
              <p className="font-semibold">{t(`records:ledger.${code}`)}</p>
              <Field
                name={`number_${code}`}
                label={t('reconciliation:chart.number')}
                defaultValue={entries.value(`number_${code}`, chart.accounts[code].number)}
                error={entries.error(`number_${code}`)}
                maxLength={20}
              />
              <Field
                name={`name_${code}`}
                label={t('reconciliation:chart.name')}
                defaultValue={entries.value(`name_${code}`, chart.accounts[code].name)}
                error={entries.error(`name_${code}`)}
                maxLength={60}
                required
              />
            </div>
          ))}
        </fieldset>
      </ActForm>
    </div>
  )
}
