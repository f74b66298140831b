import { CheckField } from '#app/components/check-field.tsx'
import { Field } from '#app/components/field.tsx'
import { TextField } from '#app/components/text-field.tsx'
import { useWords } from '#app/components/words.ts'
import type { KeptEntries } from './kept-entries.ts'

type WordFieldsProps = {
  entries: Pick<KeptEntries, 'employer' | 'comment' | 'commentPublic'>
  errorOf: (field: string) => string | undefined
}

const fields = ['employer', 'comment', 'commentPublic'] as const

/** A word to the fund, and an employer who matches gifts. */
export function WordFields({ entries, errorOf }: WordFieldsProps) {
  const { t } = useWords()
  const isOpen = fields.some((field) => entries[field] !== '' || errorOf(field))
  return (
    <details open={isOpen}>
      <summary className="cursor-pointer py-3 font-semibold">{t('give:words.title')}</summary>
      <div className="grid gap-4 pb-5">
        <TextField
          name="comment"
          rows={3}
          maxLength={1000}
          dir="auto"
          label={t('give:comment.label')}
          hint={t('give:comment.hint')}
          defaultValue={entries.comment}
          error={errorOf('comment')}
        />
        <CheckField
          name="commentPublic"
          label={t('give:comment.public.label')}
          hint={t('give:comment.public.hint')}
          defaultChecked={entries.commentPublic !== ''}
          error={errorOf('commentPublic')}
        />
        <Field
          name="employer"
          label={t('give:employer.label')}
          hint={t('give:employer.hint')}
          autoComplete="organization"
          defaultValue={entries.employer}
          error={errorOf('employer')}
        />
      </div>
    </details>
  )
}
