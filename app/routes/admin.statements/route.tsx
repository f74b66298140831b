import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { z } from 'zod'
import { Button } from '#app/components/button.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { setReceiptTerm } from '#app/domain/receipts/set-receipt-term.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { sendStatements } from '#app/domain/statements/send-statements.server.ts'
import { statementDesk } from '#app/domain/statements/statement-desk.server.ts'
import { stopStatements } from '#app/domain/statements/stop-statements.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Batches } from './batches.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['statements'],
  title: (t) => t('statements:title'),
}

export const headers = noStore

const year = z
  .string()
  .regex(/^\d{4}$/)
  .transform(Number)
const yearsKept = z
  .string()
  .regex(/^\d{1,2}$/, 'receipt_term_is_one_to_thirty_years')
  .transform(Number)
const StatementsForm = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('send'), year }),
  z.strictObject({ act: z.literal('stop'), batchId: z.uuid() }),
  z.strictObject({ act: z.literal('term'), years: yearsKept }),
])

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'statements:announce')
  return {
    ...(await statementDesk({ fundIds: fundsWhere(staff, 'statements:announce') })),
    maySetTerm: fundsWhere(staff, 'funds:manage').length > 0,
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'statements:announce')

  const form = parseForm(await request.formData(), StatementsForm)
  if (!form.ok) return invalid(form)
  const { value } = form

  const outcome = await orRefusal(act(staff, value), form.values)
  if (!outcome.ok) return outcome.response

  return redirect(paths.statements(), 303)
}

function act(staff: SignedInStaff, value: z.output<typeof StatementsForm>): Promise<unknown> {
  switch (value.act) {
    case 'send':
      return sendStatements({ staff, year: value.year })
    case 'stop':
      return stopStatements({ staff, batchId: value.batchId })
    case 'term':
      return setReceiptTerm({ staff, years: value.years })
  }
}

export default function Statements() {
  const { t } = useWords()
  const { last, batches, timezone, receiptYears, maySetTerm } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  const busy = useNavigation().state === 'submitting'
  const sending = batches.some(({ ending }) => ending === null)
  const year = String(last.year)
  return (
    <div className="grid gap-5">
      <h1 className="text-2xl">{t('statements:title')}</h1>
      <p className="measure text-quiet">{t('statements:lead')}</p>
      {entries.refusal && !entries.error('years') && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      <p className="measure">{t('statements:last', { year, count: last.donors })}</p>
      {last.donors > 0 && !sending && (
        <Confirm ask={t('statements:send', { year })} tone="outline">
          <p className="measure mb-3">{t('statements:send.what', { count: last.donors })}</p>
          <Form method="post">
            <input type="hidden" name="act" value="send" />
            <input type="hidden" name="year" value={year} />
            <Button disabled={busy}>{t('statements:send.sure', { year })}</Button>
          </Form>
        </Confirm>
      )}
      <Batches batches={batches} timezone={timezone} busy={busy} />
      <section aria-labelledby="term" className="grid gap-3 border-t border-hairline pt-5">
        <h2 id="term" className="text-xl">
          {t('statements:term.title')}
        </h2>
        <p className="measure">{t('statements:term.now', { years: receiptYears })}</p>
        <p className="measure text-quiet">{t('statements:term.lead')}</p>
        <p>
          <Link to={paths.keptReceipts()} className="inline-block py-1">
            {t('statements:kept.title')}
          </Link>
        </p>
        {maySetTerm && (
          <Form method="post" className="grid max-w-sm gap-3">
            <input type="hidden" name="act" value="term" />
            <Field
              name="years"
              inputMode="numeric"
              label={t('statements:term.years')}
              hint={t('statements:term.hint')}
              defaultValue={entries.value('years') || String(receiptYears)}
              error={entries.error('years')}
              maxLength={2}
              required
            />
            <div>
              <Button tone="outline" disabled={busy}>
                {t('statements:term.submit')}
              </Button>
            </div>
          </Form>
        )}
      </section>
    </div>
  )
}
