import { Form } from '@remix-run/react'
import { type FormEvent, type ReactNode, useState } from 'react'
import { largestFile } from '#app/domain/documents/document.ts'
import { Button } from './button.tsx'
import type { Entries } from './disbursements/use-entries.ts'
import { Field } from './field.tsx'
import { Notice } from './notice.tsx'
import { useWords } from './words.ts'

type UploadFormProps = {
  action: string
  entries: Entries
  submit: string
  /** What the choice of files offers; what a file really is, is judged by its bytes. */
  accept: string
  hint: string
  /** The largest file that is taken, in bytes, and what is said of one that is larger. */
  largest?: { bytes: number; refusal: string }
  children: ReactNode
}

const papers = { bytes: largestFile, refusal: 'file_too_large' }

/**
 * A form with one file. It is sent as a browser sends it, without scripts too; with them a file that is too large is
 * refused before it travels, and the wait is shown.
 */
export function UploadForm({
  action,
  entries,
  submit,
  accept,
  hint,
  largest = papers,
  children,
}: UploadFormProps) {
  const { t } = useWords()
  const [busy, setBusy] = useState(false)
  const [tooLarge, setTooLarge] = useState(false)
  const send = (event: FormEvent<HTMLFormElement>) => {
    if (tooLarge) event.preventDefault()
    else setBusy(true)
  }
  return (
    <Form
      method="post"
      action={action}
      encType="multipart/form-data"
      reloadDocument
      onSubmit={send}
      className="grid max-w-[36rem] gap-4"
    >
      {entries.refusal && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      {children}
      <Field
        name="file"
        type="file"
        label={t('papers:file')}
        hint={hint}
        accept={accept}
        required
        error={tooLarge ? t(`errors:${largest.refusal}`) : entries.error('file')}
        onChange={({ target }) => setTooLarge((target.files?.[0]?.size ?? 0) > largest.bytes)}
      />
      <div className="flex flex-wrap items-center gap-4">
        <Button disabled={busy}>{submit}</Button>
        {busy && (
          <span role="status" className="text-s text-quiet">
            {t('papers:file.sending')}{' '}
            <progress className="align-middle" aria-label={t('papers:file.sending')} />
          </span>
        )}
      </div>
    </Form>
  )
}
