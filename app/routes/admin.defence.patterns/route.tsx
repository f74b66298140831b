import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { listPatterns } from '#app/domain/defence/list-patterns.server.ts'
import { lookAtPattern } from '#app/domain/defence/look-at-pattern.server.ts'
import { LookForm } from '#app/domain/defence/pattern.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { PatternEntry } from './pattern-entry.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['defence'],
  title: (t) => t('defence:patterns.title'),
}

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'defence:read')
  const { timezone } = await organization()
  return {
    patterns: await listPatterns({ fundIds: fundsWhere(staff, 'defence:read') }),
    mayLook: fundsWhere(staff, 'patterns:look').length > 0,
    timezone,
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'patterns:look')
  const form = parseForm(await readForm(request), LookForm.strict())
  if (!form.ok) return invalid(form)
  const looking = { id: staff.id, fundIds: fundsWhere(staff, 'patterns:look') }
  const outcome = await orRefusal(lookAtPattern({ staff: looking, ...form.value }), form.values)
  if (!outcome.ok) {
    if (outcome.response.data.refusal?.code === 'pattern_unknown') throw new Response(null, { status: 404 })
    return outcome.response
  }
  return redirect(paths.giftPatterns(), 303)
}

export default function Patterns() {
  const { t } = useWords()
  const { patterns, mayLook, timezone } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <p>
          <Link to={paths.defence()}>{t('defence:patterns.back')}</Link>
        </p>
        <h1 className="text-2xl">{t('defence:patterns.title')}</h1>
        <p className="measure text-quiet">{t('defence:patterns.lead')}</p>
      </div>
      {entries.refusal && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      {patterns.length === 0 && (
        <EmptyState title={t('defence:patterns.none.title')}>{t('defence:patterns.none')}</EmptyState>
      )}
      {patterns.map((pattern) => (
        <PatternEntry key={pattern.id} {...{ pattern, mayLook, timezone, entries }} />
      ))}
    </div>
  )
}
