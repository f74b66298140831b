import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useState } from 'react'
import { z } from 'zod'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { exportFormats } from '#app/domain/donor-area/export/export-format.ts'
import { donorRecord } from '#app/domain/donor-records/donor-record.server.ts'
import { DonorExportForm } from '#app/domain/donor-records/forms.ts'
import { makeDonorExport } from '#app/domain/donor-records/make-donor-export.server.ts'
import { openedDonorExport } from '#app/domain/donor-records/opened-donor-export.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['donors'],
  title: (t) => t('donors:record.export.title'),
}

export const headers = noStore

const Params = z.object({ donorId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'donors:export')
  const { donorId } = parseParams(params, Params)
  const record = await donorRecord({ donorId, staff: { ...staff, language: context.language }, after: null })
  if (!record?.may.export) throw new Response(null, { status: 404 })

  const exportId = z.uuid().safeParse(new URL(request.url).searchParams.get('made')).data ?? null
  const ready = exportId && (await openedDonorExport({ exportId, donorId, staff }))
  return {
    ...{ donorId, name: record.name, ready: ready ? exportId : null },
    staff: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
  }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'donors:export')
  const { donorId } = parseParams(params, Params)
  const record = await donorRecord({ donorId, staff: { ...staff, language: context.language }, after: null })
  if (!record) throw new Response(null, { status: 404 })

  const form = parseForm(await readForm(request), DonorExportForm)
  if (!form.ok) return invalid(form)
  const outcome = await orRefusal(provedExport(staff, donorId, form.value), form.values)
  if (!outcome.ok) return outcome.response
  return redirectAfterStepUp(staff, `${paths.donorExport(donorId)}?made=${outcome.value.exportId}`)
}

function provedExport(staff: SignedInStaff, donorId: string, form: z.output<typeof DonorExportForm>) {
  const { format } = form
  return provedBy(
    { staff, action: 'donor.exported', subject: 'donor', subjectId: donorId },
    { boundTo: boundTo.exportDonor({ donorId, format }), sent: form },
    (stepUpId) => makeDonorExport({ staff, donorId, format, stepUpId }),
  )
}

export default function DonorExport() {
  const { t } = useWords()
  const { donorId, name, ready, staff } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  const [format, setFormat] = useState(entries.value('format', 'json'))
  return (
    <div className="grid gap-6">
      <header className="grid gap-2">
        <Link to={paths.donorRecord(donorId)} className="inline-block py-1 text-s">
          {t('donors:record.to_donor')}
        </Link>
        <h1 className="text-2xl">{t('donors:record.export.title')}</h1>
        <p>
          <bdi className="wrap-anywhere">{name || t('donors:record.nameless')}</bdi>
        </p>
        <p className="measure text-quiet">{t('donors:record.export.lead')}</p>
      </header>
      {ready && (
        <Notice title={t('donors:record.export.ready')}>
          <a href={paths.donorFile(donorId, ready)} download className="inline-block py-1">
            {t('donors:record.export.download')}
          </a>
        </Notice>
      )}
      <ActForm
        action={paths.donorExport(donorId)}
        refusal={entries.refusal}
        submit={t('donors:record.export.submit')}
      >
        <ChoiceField
          name="format"
          label={t('donors:record.export.format')}
          value={format}
          onChange={({ target }) => setFormat(target.value)}
          choices={exportFormats.map((value) => ({ value, label: t(`donors:record.export.${value}`) }))}
          error={entries.error('format')}
        />
        <StepUpFields
          boundTo={(form) => boundTo.exportDonor({ donorId, format: String(form.get('format') ?? '') })}
          hasPasskey={staff.hasPasskey}
          hasTotp={staff.hasTotp}
          error={entries.error('code')}
        />
      </ActForm>
    </div>
  )
}
