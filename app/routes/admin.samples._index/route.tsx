import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { drawSample } from '#app/domain/samples/draw-sample.server.ts'
import { DrawForm } from '#app/domain/samples/sample.ts'
import { listSamples } from '#app/domain/samples/sample-page.server.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { DrawSample } from './draw-form.tsx'
import { SampleList } from './sample-list.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['records'],
  title: (t) => t('records:sample.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'samples:read')
  const { language } = context
  const samples = await listSamples({ fundIds: fundsWhere(staff, 'samples:read'), language })
  const names = await namesOfFunds({ fundIds: fundsWhere(staff, 'samples:draw'), language })
  const { timezone } = await organization()
  return { samples, funds: [...names].map(([id, name]) => ({ id, name })), timezone }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'samples:draw')

  const form = parseForm(await readForm(request), DrawForm)
  if (!form.ok) return invalid(form)
  if (!staff.fundIds.includes(form.value.fundId)) throw new Response(null, { status: 404 })

  const outcome = await orRefusal(drawSample({ staff, ...form.value }), form.values)
  if (!outcome.ok) return outcome.response

  return redirect(paths.sample(outcome.value.sampleId), 303)
}

export default function Samples() {
  const { t } = useWords()
  const { samples, funds, timezone } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('records:sample.title')}</h1>
        <p className="measure text-quiet">{t('records:sample.lead')}</p>
      </div>
      {entries.refusal && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      {funds.length > 0 && <DrawSample funds={funds} entries={entries} />}
      {samples.length === 0 ? (
        <EmptyState title={t('records:sample.none.title')}>{t('records:sample.none')}</EmptyState>
      ) : (
        <SampleList samples={samples} timezone={timezone} />
      )}
    </div>
  )
}
