import { Form, useRevalidator } from '@remix-run/react'
import { useEffect } from 'react'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { Field } from '#app/components/field.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { Notice } from '#app/components/notice.tsx'
import { useWords } from '#app/components/words.ts'
import type { ImportPage } from '#app/domain/imports/import-page.server.ts'
import { type Field as Column, donorFields, neededFields, ownFields } from '#app/domain/imports/layouts.ts'
import { paths } from '#app/http/paths.ts'

const pause = 2_000

type WorkingProps = { stage: 'reading' | 'running' | 'undoing'; progress: { done: number; total: number } }

/** How far the work is. The page looks again by itself; without scripts, when opened anew. */
export function Working({ stage, progress }: WorkingProps) {
  const { t } = useWords()
  const revalidator = useRevalidator()
  useEffect(() => {
    const timer = setTimeout(() => revalidator.revalidate(), pause)
    return () => clearTimeout(timer)
  })
  const percent = progress.total === 0 ? 0 : Math.floor((progress.done / progress.total) * 100)
  return (
    <section aria-labelledby="work-title" className="grid max-w-[36rem] gap-2">
      <h2 id="work-title" className="text-l">
        {t(`imports:progress.${stage}`)}
      </h2>
      <div
        role="progressbar"
        aria-labelledby="work-title"
        aria-valuemin={0}
        aria-valuemax={100}
        aria-valuenow={percent}
        className="h-3 bg-sunk"
      >
        <div className="h-full bg-primary" style={{ width: `${percent}%` }} />
      </div>
      <p className="figures">{t('imports:progress.of', { percent })}</p>
    </section>
  )
}

/** The column's field, where a reason names one: `header_missing.email`. */
export function Broken({ page }: { page: ImportPage }) {
  const { t } = useWords()
  const event = page.events.find(({ kind }) => kind === 'unreadable')
  const [problem = '', field] = (event?.reason ?? '').split('.')
  return (
    <Notice tone="refusal" title={t('imports:broken.title')}>
      <p>{t(`imports:broken.${problem}`, { field: field ? t(`imports:field.${field}`) : '' })}</p>
      <p>{t('imports:broken.place', { line: event?.line ?? 1, column: event?.column ?? 1 })}</p>
    </Notice>
  )
}

/** Which column says what: the file's own names, each with how it begins. */
export function Mapping({ page, answer }: { page: ImportPage; answer: unknown }) {
  const { t } = useWords()
  const intent = page.isDonorList ? 'map_donors' : 'map'
  const { valueOf: typed, errorOf, refusal } = useFormAnswer(answer, intent)
  const fields: readonly Column[] = page.isDonorList ? donorFields : ownFields
  const needed: readonly Column[] = page.isDonorList ? [] : neededFields
  const names = [...new Set(page.headers.map(({ name }) => name).filter((name) => name !== ''))]
  const choices = [
    { value: '', label: t('imports:map.none') },
    ...names.map((name) => ({ value: name, label: name })),
  ]
  return (
    <section aria-labelledby="map-title" className="grid gap-4">
      <h2 id="map-title" className="text-l">
        {t('imports:map.title')}
      </h2>
      <p className="measure text-quiet">{t('imports:map.lead')}</p>
      <DataTable
        caption={t('imports:map.examples')}
        captionHidden
        rows={page.headers.map((header, at) => ({ ...header, at }))}
        rowKey={({ at }) => String(at)}
        columns={[
          { key: 'column', header: t('imports:map.column'), names: true, cell: ({ name }) => name },
          { key: 'entries', header: t('imports:map.entries'), cell: ({ examples }) => examples.join(' · ') },
        ]}
      />
      <ActForm action={paths.importBatch(page.id)} refusal={refusal ?? null} submit={t('imports:map.submit')}>
        <input type="hidden" name="intent" value={intent} />
        {fields.map((field) => (
          <ChoiceField
            key={field}
            name={`columns.${field}`}
            label={t(`imports:field.${field}`)}
            choices={choices}
            defaultValue={typed(`columns.${field}`) ?? page.proposed[field] ?? ''}
            error={errorOf(`columns.${field}`)}
            required={needed.includes(field)}
          />
        ))}
        <Field
          name="name"
          label={t('imports:map.name')}
          hint={t('imports:map.name_hint')}
          maxLength={60}
          defaultValue={typed('name') ?? ''}
          error={errorOf('name')}
          autoComplete="off"
        />
      </ActForm>
    </section>
  )
}

/** Safe at any moment before the batch is in: whichever comes first wins. */
export function CallOff({ batchId }: { batchId: string }) {
  const { t } = useWords()
  return (
    <Confirm ask={t('imports:cancel.ask')}>
      <p className="measure mb-3">{t('imports:cancel.what')}</p>
      <Form method="post" action={paths.importBatch(batchId)}>
        <input type="hidden" name="intent" value="cancel" />
        <Button tone="refuse">{t('imports:cancel.submit')}</Button>
      </Form>
    </Confirm>
  )
}
