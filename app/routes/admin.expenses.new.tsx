import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { ClaimForm } from '#app/components/expenses/claim-form.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { claimExpense } from '#app/domain/expenses/claim-expense.server.ts'
import { fieldOf } from '#app/domain/expenses/claimed-lines.ts'
import { ClaimForm as ClaimFields } from '#app/domain/expenses/forms.ts'
import { claimChoices } from '#app/domain/expenses/reads/claim-choices.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readUploads } from '#app/http/read-upload.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['expenses'],
  title: (t) => t('expenses:new.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'expenses:claim')
  return { funds: await claimChoices({ staff: { ...staff, language: context.language } }) }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'expenses:claim')
  const { fields, files } = await readUploads(request)
  const form = parseForm(fields, ClaimFields)
  if (!form.ok) return invalid(form)
  if (!fundsWhere(staff, 'expenses:own').includes(form.value.fundId))
    throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  const lines = form.value.lines.map((line) => ({
    ...line,
    file: files.get(fieldOf(line, 'file')) ?? new Uint8Array(),
  }))
  const outcome = await orRefusal(claimExpense({ staff, timezone, ...form.value, lines }), form.values)
  return outcome.ok ? redirect(paths.expense(outcome.value.claimId), 303) : outcome.response
}

export default function NewExpense() {
  const { t } = useWords()
  const { funds } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? undefined
  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <Link to={paths.expenses()} className="inline-block py-1 text-s">
          {t('expenses:back')}
        </Link>
        <h1 className="text-2xl">{t('expenses:new.title')}</h1>
        <p className="measure text-quiet">{t('expenses:new.lead')}</p>
      </div>
      <ClaimForm funds={funds} answer={answer} />
    </div>
  )
}
