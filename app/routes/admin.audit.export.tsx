import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { useState } from 'react'
import { z } from 'zod'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { type ExportFormat, exportFormats } from '#app/domain/audit/audit-export.ts'
import { isFiltered, readAuditFilter, searchOf } from '#app/domain/audit/audit-filter.ts'
import { filterHash } from '#app/domain/audit/filter-hash.ts'
import { auditExported, countAudit, makeAuditExport } from '#app/domain/audit/make-audit-export.server.ts'
import { openedExport } from '#app/domain/audit/opened-export.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['records'],
  title: (t) => t('records:export.title'),
}

export const headers = noStore

const ExportForm = z.object({ format: z.enum(exportFormats), ...proofFields })

const filterOf = (request: Request) => {
  const { searchParams } = new URL(request.url)
  return readAuditFilter((name) => searchParams.get(name))
}

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'audit:read')
  const filter = filterOf(request)
  const made = new URL(request.url).searchParams.get('made')
  const exportId = z.uuid().safeParse(made).data ?? null
  const ready = exportId && (await openedExport({ exportId, staffId: staff.id }))
  const { rows } = await countAudit({ staff, filter })
  return {
    ...{ filter, rows, hash: filterHash(filter) },
    ready: ready ? { id: exportId, rows: ready.rowCount } : null,
    staff: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'audit:read')
  const filter = filterOf(request)

  const form = parseForm(await request.formData(), ExportForm)
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(provedExport(staff, filter, form.value), form.values)
  if (!outcome.ok) return outcome.response

  const made = outcome.value.exportId
  return redirectAfterStepUp(staff, `${paths.auditExport()}?${searchOf(filter, { made })}`)
}

function provedExport(
  staff: SignedInStaff,
  filter: ReturnType<typeof readAuditFilter>,
  form: z.output<typeof ExportForm>,
) {
  const { format } = form
  const bound = boundTo.exportAudit({ format, filterHash: filterHash(filter) })
  const attempted = { staff, ...auditExported(staff), subjectId: '' }
  return provedBy(attempted, { boundTo: bound, sent: form }, (stepUpId) =>
    makeAuditExport({ staff, filter, format, stepUpId }),
  )
}

export default function AuditExport() {
  const { t } = useWords()
  const { filter, rows, hash, ready, staff } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  const [format, setFormat] = useState<ExportFormat>('jsonl')
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('records:export.title')}</h1>
        <p className="measure text-quiet">{t('records:export.lead')}</p>
      </div>
      {ready && (
        <Notice title={t('records:export.ready', { count: ready.rows })}>
          <a href={paths.auditFile(ready.id)} download className="inline-block py-1">
            {t('records:export.download')}
          </a>
        </Notice>
      )}
      <p>
        {t('records:export.count', { count: rows })}{' '}
        {isFiltered(filter) ? t('records:export.part') : t('records:export.whole')}
      </p>
      {entries.refusal && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      <Form method="post" className="grid max-w-prose gap-5">
        <ChoiceField
          name="format"
          label={t('records:export.format')}
          value={format}
          onChange={({ target }) => setFormat(exportFormats.find((each) => each === target.value) ?? 'jsonl')}
          choices={exportFormats.map((value) => ({ value, label: t(`records:format.${value}`) }))}
          error={entries.error('format')}
        />
        <StepUpFields
          boundTo={(form) =>
            boundTo.exportAudit({ format: String(form.get('format') ?? ''), filterHash: hash })
          }
          hasPasskey={staff.hasPasskey}
          hasTotp={staff.hasTotp}
          error={entries.error('code')}
        />
        <div>
          <Button>{t('records:export.make')}</Button>
        </div>
      </Form>
      <p>
        <Link to={`${paths.audit()}?${searchOf(filter)}`} className="inline-block py-1">
          {t('records:chain.back')}
        </Link>
      </p>
    </div>
  )
}
