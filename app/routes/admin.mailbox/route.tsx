import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { checkMailbox } from '#app/domain/mailbox/check-mailbox.server.ts'
import { MailboxForm } from '#app/domain/mailbox/mailbox.ts'
import { mailboxes } from '#app/domain/mailbox/mailboxes.server.ts'
import { setMailbox } from '#app/domain/mailbox/set-mailbox.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { FundMailbox } from './fund-mailbox.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['papers'],
  title: (t) => t('papers:mailbox.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'bonds:read')
  const { timezone } = await organization()
  return { funds: await mailboxes({ staff: { ...staff, language: context.language } }), timezone }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'bonds:follow')
  const form = parseForm(await readForm(request), MailboxForm)
  if (!form.ok) return invalid(form)
  // Another fund's mailbox does not exist.
  if (!staff.fundIds.includes(form.value.fundId)) throw new Response(null, { status: 404 })

  const act =
    form.value.intent === 'set'
      ? setMailbox({ staff, ...form.value })
      : checkMailbox({ staff, ...form.value })
  const outcome = await orRefusal(act, form.values)
  return outcome.ok ? redirect(paths.mailbox(), 303) : outcome.response
}

export default function Mailbox() {
  const { t } = useWords()
  const { funds, timezone } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  return (
    <div className="grid gap-10">
      <div className="grid gap-3">
        <h1 className="text-2xl">{t('papers:mailbox.title')}</h1>
        <p className="measure text-quiet">{t('papers:mailbox.lead')}</p>
      </div>
      {funds.map((fund) => (
        <FundMailbox
          key={fund.fundId}
          fund={fund}
          timezone={timezone}
          answer={answer?.values.fundId === fund.fundId ? answer : undefined}
        />
      ))}
    </div>
  )
}
