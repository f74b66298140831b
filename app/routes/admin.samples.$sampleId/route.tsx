import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { recordSeen } from '#app/domain/samples/record-seen.server.ts'
import { FindingForm, ShowFields } from '#app/domain/samples/sample.ts'
import { samplePage } from '#app/domain/samples/sample-page.server.ts'
import { showOriginal } from '#app/domain/samples/show-original.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { SampleLines } from './lines.tsx'
import { ShowOriginals } from './show-form.tsx'

export const handle: PageHandle = { hydrate: true, words: ['records'], title: (t) => t('records:sample.one') }

export const headers = noStore

const Params = z.object({ sampleId: z.uuid() })
const ShowForm = z.object({ ...ShowFields, ...proofFields })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'samples:read')
  const { sampleId } = parseParams(params, Params)
  const sample = await samplePage({ staff, sampleId, language: context.language })
  if (!sample) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  return { sample, timezone, staff: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp } }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'samples:read')
  const { sampleId } = parseParams(params, Params)
  if (!(await samplePage({ staff, sampleId, language: context.language }))) {
    throw new Response(null, { status: 404 })
  }
  const formData = await readForm(request)
  if (formData.get('intent') === 'show') {
    const form = parseForm(formData, ShowForm)
    if (!form.ok) return invalid(form)
    const outcome = await orRefusal(provedShowing(staff, sampleId, form.value), form.values)
    return outcome.ok ? redirectAfterStepUp(staff, paths.sample(sampleId)) : outcome.response
  }

  const form = parseForm(formData, FindingForm)
  if (!form.ok) return invalid(form)
  const outcome = await orRefusal(recordSeen({ staff, sampleId, ...form.value }), form.values)
  return outcome.ok ? redirect(paths.sample(sampleId), 303) : outcome.response
}

function provedShowing(staff: SignedInStaff, sampleId: string, form: z.output<typeof ShowForm>) {
  return provedBy(
    { staff, action: 'audit_sample.shown', subject: 'audit_sample', subjectId: sampleId },
    { boundTo: boundTo.showOriginals(sampleId), sent: form },
    (stepUpId) => showOriginal({ staff, sampleId, positions: form.positions, stepUpId }),
  )
}

export default function Sample() {
  const { t } = useWords()
  const { sample, timezone, staff } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  const { day, minute } = useFormats(timezone)
  const found = sample.lines.filter(({ finding }) => finding).length
  const isOver = found === sample.lines.length
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('records:sample.one')}</h1>
        <p className="measure text-quiet">{t('records:sample.one.lead')}</p>
      </div>
      <Facts
        facts={[
          { key: 'fund', label: t('admin:fact.fund'), value: sample.fundName },
          { key: 'by', label: t('records:sample.drawn_by'), value: <bdi>{sample.drawnBy}</bdi> },
          { key: 'at', label: t('records:sample.drawn'), value: minute(sample.drawnAt) },
          {
            key: 'period',
            label: t('records:sample.period'),
            value: t('records:sample.period.days', {
              from: day(sample.from),
              to: day(new Date(sample.to.getTime() - 1)),
            }),
          },
          {
            key: 'population',
            label: t('records:sample.population'),
            value: t('records:sample.of', { lines: sample.lines.length, population: sample.population }),
          },
          {
            key: 'seed',
            label: t('records:sample.seed'),
            value: (
              <code dir="ltr" className="break-all text-s">
                {sample.seed}
              </code>
            ),
          },
        ]}
      />
      <p className="measure text-s text-quiet">{t('records:sample.method')}</p>
      <p role="status" className="font-semibold">
        {isOver
          ? t('records:sample.over')
          : t('records:sample.progress', { found, lines: sample.lines.length })}
      </p>
      {entries.refusal && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      <SampleLines sample={sample} timezone={timezone} entries={entries} />
      {sample.mayShow.length > 0 && <ShowOriginals sample={sample} staff={staff} entries={entries} />}
      <p className="print:hidden">
        <Link to={paths.samples()} className="inline-block py-1">
          {t('records:sample.title')}
        </Link>
      </p>
    </div>
  )
}
