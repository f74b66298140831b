import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { z } from 'zod'
import { Button } from '#app/components/button.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { sendStatements } from '#app/domain/statements/send-statements.server.ts'
import { statementDesk } from '#app/domain/statements/statement-desk.server.ts'
import { stopStatements } from '#app/domain/statements/stop-statements.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
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
const StatementsForm = z.discriminatedUnion('act', [
  z.strictObject({ act: z.literal('send'), year }),
  z.strictObject({ act: z.literal('stop'), batchId: z.uuid() }),
])

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'statements:announce')
  return statementDesk({ fundIds: fundsWhere(staff, 'statements:announce') })
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'statements:announce')

  const form = parseForm(await request.formData(), StatementsForm)
  if (!form.ok) return invalid(form)
  const { value } = form

  const act: Promise<unknown> =
    value.act === 'send'
      ? sendStatements({ staff, year: value.year })
      : stopStatements({ staff, batchId: value.batchId })
  const outcome = await orRefusal(act, form.values)
  if (!outcome.ok) return outcome.response

  return redirect(paths.statements(), 303)
}

export default function Statements() {
  const { t } = useWords()
  const { last, batches, timezone } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  const busy = useNavigation().state === 'submitting'
  const sending = batches.some(({ ending }) => ending === null)
  const year = String(last.year)
  return (
    <div className="grid gap-5">
      <h1 className="text-2xl">{t('statements:title')}</h1>
      <p className="measure text-quiet">{t('statements:lead')}</p>
      {entries.refusal && (
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
    </div>
  )
}
