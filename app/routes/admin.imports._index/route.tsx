import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { UploadForm } from '#app/components/upload-form.tsx'
import { useWords } from '#app/components/words.ts'
import { addImport } from '#app/domain/imports/add-import.server.ts'
import { UploadForm as UploadFields } from '#app/domain/imports/forms.ts'
import { largestImport } from '#app/domain/imports/import.ts'
import { dropFile, type FileProblem, type KeptFile, keepFile } from '#app/domain/imports/keep-file.server.ts'
import { layouts } from '#app/domain/imports/layouts.ts'
import { type ImportDesk, listImports } from '#app/domain/imports/list-imports.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { declaresLonger, readStreamedFile } from '#app/http/read-streamed-file.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Batches } from './batches.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['imports', 'papers'],
  title: (t) => t('imports:title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'imports:run')
  return listImports({ fundIds: fundsWhere(staff, 'imports:run'), language: context.language })
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'imports:run')

  if (declaresLonger(request, largestImport))
    return invalid({ values: {}, errors: { file: 'import_too_large' } })
  let file: KeptFile | FileProblem = 'file_missing'
  const sent = await readStreamedFile(request, async (bytes) => {
    file = await keepFile(bytes)
  })
  // Assigned while the form was read, which the compiler cannot see.
  const kept = file as KeptFile | FileProblem
  const form = parseForm(sent, UploadFields)
  if (!form.ok || typeof kept === 'string') {
    if (typeof kept !== 'string') await dropFile(kept)
    const errors = form.ok ? {} : form.errors
    return invalid({
      values: form.values,
      errors: typeof kept === 'string' ? { ...errors, file: kept } : errors,
    })
  }
  const outcome = await orRefusal(addImport({ staff, file: kept, ...form.value }), form.values)
  if (outcome.ok) return redirect(paths.importBatch(outcome.value), 303)
  await dropFile(kept)
  return outcome.response
}

export default function Imports() {
  const { t } = useWords()
  const desk = useLoaderData<typeof loader>()
  return (
    <div className="grid gap-6">
      <h1 className="text-2xl">{t('imports:title')}</h1>
      <p className="measure text-quiet">{t('imports:lead')}</p>
      <Upload desk={desk} />
      <section aria-labelledby="batches-title" className="grid gap-3">
        <h2 id="batches-title" className="text-l">
          {t('imports:list.title')}
        </h2>
        <Batches batches={desk.batches} timezone={desk.timezone} />
      </section>
    </div>
  )
}

function Upload({ desk }: { desk: ImportDesk }) {
  const { t } = useWords()
  const { day } = useFormats(desk.timezone)
  const entries = useEntries(useActionData<typeof action>())
  const field = (name: string, otherwise: string) => ({
    ...{ name, defaultValue: entries.value(name, otherwise), error: entries.error(name), required: true },
  })
  return (
    <section aria-labelledby="upload-title" className="grid gap-3">
      <h2 id="upload-title" className="text-l">
        {t('imports:upload.title')}
      </h2>
      <p className="measure text-s text-quiet">{t('imports:upload.lead', { day: day(desk.goLiveAt) })}</p>
      <UploadForm
        action={`${paths.imports()}?index`}
        entries={entries}
        submit={t('imports:upload.submit')}
        accept=".csv,.tsv,.txt,text/csv"
        hint={t('imports:upload.file_hint')}
        largest={{ bytes: largestImport, refusal: 'import_too_large' }}
      >
        <ChoiceField
          {...field('layout', 'recognized')}
          label={t('imports:layout.label')}
          choices={[
            { value: 'recognized', label: t('imports:layout.recognized') },
            ...layouts.map((value) => ({ value, label: t(`imports:layout.${value}`) })),
            ...desk.mappings.map(({ id, name }) => ({
              value: id,
              label: t('imports:layout.saved', { name }),
            })),
          ]}
        />
        <ChoiceField
          {...field('fundId', desk.funds.length === 1 ? (desk.funds[0]?.id ?? '') : '')}
          label={t('imports:fund.label')}
          hint={t('imports:fund.hint')}
          choices={[
            { value: '', label: t('admin:choose') },
            ...desk.funds.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <ChoiceField
          {...field('dayOrder', 'month_first')}
          label={t('imports:day_order.label')}
          choices={(['month_first', 'day_first'] as const).map((value) => ({
            ...{ value, label: t(`imports:day_order.${value}`) },
          }))}
        />
      </UploadForm>
    </section>
  )
}
