import type { ReactNode } from 'react'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { Field } from '#app/components/field.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'

type Found<Row> = { rows: Row[]; more: boolean }

type SearchSectionProps<Row> = {
  /** The index page that answers the search. */
  path: string
  /** Its texts, in the words of the page. */
  say: (text: 'title' | 'label' | 'hint' | 'submit' | 'found' | 'more', values?: { count: number }) => string
  /** What the page answered, once it was asked; what it found where the form was well-formed. */
  answer: object | undefined
  found: Found<Row> | null
  table: (rows: Row[], caption: string) => ReactNode
}

/** A search that is posted, so that what was typed stands in no address, with what it found under it. */
export function SearchSection<Row>({ path, say, answer, found, table }: SearchSectionProps<Row>) {
  const { valueOf: typed, errorOf } = useFormAnswer(answer)
  return (
    <section aria-labelledby="find" className="grid gap-3">
      <h2 id="find" className="text-l">
        {say('title')}
      </h2>
      <ActForm action={`${path}?index`} refusal={null} submit={say('submit')} tone="outline">
        <Field
          name="q"
          label={say('label')}
          hint={say('hint')}
          defaultValue={typed('q')}
          error={errorOf('q')}
          autoComplete="off"
          maxLength={254}
          required
        />
      </ActForm>
      {found && (
        <div className="grid gap-2" role="status">
          <p>{say('found', { count: found.rows.length })}</p>
          {found.more && <p className="text-s">{say('more')}</p>}
        </div>
      )}
      {found && found.rows.length > 0 && table(found.rows, say('title'))}
    </section>
  )
}
