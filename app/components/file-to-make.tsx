import { Link } from '@remix-run/react'
import { ActForm } from './disbursements/act-form.tsx'
import type { Factors } from './disbursements/approval-form.tsx'
import { useEntries } from './disbursements/use-entries.ts'
import { Notice } from './notice.tsx'
import { StepUpFields } from './step-up-fields.tsx'

type FileToMakeProps = {
  /** Each in words, ready to read. */
  words: Record<'back' | 'title' | 'lead' | 'submit' | 'ready' | 'download', string>
  back: string
  action: string
  /** The act, see `domain/staff/bound-to.ts`. */
  boundTo: string
  factors: Factors
  /** Where the file is, for a quarter of an hour after it was made. */
  file: string | null
  answer: Parameters<typeof useEntries>[0]
}

/** A page on which someone proves that they are there and takes a file out. */
export function FileToMake({ words, back, action, boundTo, factors, file, answer }: FileToMakeProps) {
  const entries = useEntries(answer)
  return (
    <div className="grid gap-6">
      <header className="grid gap-2">
        <Link to={back} className="inline-block py-1 text-s">
          {words.back}
        </Link>
        <h1 className="text-2xl">{words.title}</h1>
        <p className="measure text-quiet">{words.lead}</p>
      </header>
      {file && (
        <Notice title={words.ready}>
          <a href={file} download className="inline-block py-1">
            {words.download}
          </a>
        </Notice>
      )}
      <ActForm action={action} refusal={entries.refusal} submit={words.submit}>
        <StepUpFields boundTo={boundTo} {...factors} error={entries.error('code')} />
      </ActForm>
    </div>
  )
}
