import { Link } from '@remix-run/react'
import { useSourceWords } from '#app/components/bank/source-words.tsx'
import { useDay } from '#app/components/bank/use-day.ts'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { UploadForm } from '#app/components/upload-form.tsx'
import { useWords } from '#app/components/words.ts'
import { noteReasons } from '#app/domain/bank/forms.ts'
import type { ShownMovement } from '#app/domain/bank/reads/account-page.server.ts'
import type { ListedStatement } from '#app/domain/bank/reads/whole-account.server.ts'
import { largestStatement } from '#app/domain/bank/statement/statement.ts'
import { paths } from '#app/http/paths.ts'

type Shared = { timezone: string; action: string; answer: FormAnswer | undefined }

const sentAs = (intent: string, answer: FormAnswer | undefined) =>
  answer?.values.intent === intent ? answer : undefined

/** The bank's files, and a place for the next. */
export function Statements({
  statements,
  timezone,
  action,
  answer,
  mayWork,
}: Shared & { statements: ListedStatement[]; mayWork: boolean }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const day = useDay(timezone)
  const entries = useEntries(sentAs('upload', answer))
  const state = ({ withdrawn, fromDay, throughDay, newLines }: ListedStatement): string => {
    if (withdrawn) return t('reconciliation:statement.withdrawn')
    if (!fromDay || !throughDay) return t('reconciliation:statement.not_imported')
    return t('reconciliation:statement.imported', {
      from: day(fromDay),
      through: day(throughDay),
      count: newLines ?? 0,
    })
  }
  return (
    <section aria-labelledby="statements" className="grid gap-4">
      <h2 id="statements" className="text-l">
        {t('reconciliation:statements.title')}
      </h2>
      {statements.length > 0 && (
        <ul className="grid">
          {statements.map((statement) => (
            <li key={statement.id} className="border-t border-hairline py-2">
              <Link to={paths.bankStatement(statement.id)} className="inline-block py-1">
                {t('reconciliation:statement.name', { at: minute(statement.at), name: statement.uploadedBy })}
              </Link>
              <p className="text-s text-quiet">{state(statement)}</p>
            </li>
          ))}
        </ul>
      )}
      {mayWork && (
        <UploadForm
          {...{ action, entries }}
          submit={t('reconciliation:upload.submit')}
          accept=".csv,.txt,.ofx,.qfx"
          hint={t('reconciliation:upload.hint')}
          largest={{ bytes: largestStatement, refusal: 'statement_too_large' }}
        >
          <input type="hidden" name="intent" value="upload" />
        </UploadForm>
      )}
    </section>
  )
}

/** Why a movement has no line yet, and until when that is a good answer. */
export function NoteForm({ movements, timezone, action, answer }: Shared & { movements: ShownMovement[] }) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const day = useDay(timezone)
  const source = useSourceWords()
  const entries = useEntries(sentAs('note', answer))
  return (
    <section aria-labelledby="note" className="grid gap-3">
      <h2 id="note" className="text-l">
        {t('reconciliation:note.title')}
      </h2>
      <p className="measure text-s text-quiet">{t('reconciliation:note.lead')}</p>
      <ActForm
        action={action}
        refusal={entries.refusal}
        submit={t('reconciliation:note.submit')}
        tone="outline"
      >
        <input type="hidden" name="intent" value="note" />
        <ChoiceField
          name="movement"
          label={t('reconciliation:note.movement')}
          defaultValue={entries.value('movement')}
          error={entries.error('movement')}
          required
          choices={[
            { value: '', label: t('admin:choose') },
            ...movements.map((movement) => ({
              value: movement.key,
              label: `${day(movement.day)}, ${source(movement.sourceKind)}, ${money(movement.amount)}`,
            })),
          ]}
        />
        <ChoiceField
          id="note-reason"
          name="reason"
          label={t('reconciliation:note.reason')}
          defaultValue={entries.value('reason')}
          error={entries.error('reason')}
          required
          choices={[
            { value: '', label: t('admin:choose') },
            ...noteReasons.map((value) => ({ value, label: t(`reconciliation:note.${value}`) })),
          ]}
        />
        <Field
          name="untilDay"
          type="date"
          label={t('reconciliation:note.until')}
          defaultValue={entries.value('untilDay')}
          error={entries.error('untilDay')}
          required
        />
      </ActForm>
    </section>
  )
}

type PlaceProps = { funds: { id: string; name: string }[]; action: string; answer: FormAnswer | undefined }

/** Another fund's money lies here from a day on. */
export function PlaceForm({ funds, action, answer }: PlaceProps) {
  const { t } = useWords()
  const entries = useEntries(sentAs('place', answer))
  return (
    <section aria-labelledby="place" className="grid gap-3">
      <h2 id="place" className="text-l">
        {t('reconciliation:place.title')}
      </h2>
      <ActForm
        action={action}
        refusal={entries.refusal}
        submit={t('reconciliation:place.submit')}
        tone="outline"
      >
        <input type="hidden" name="intent" value="place" />
        <ChoiceField
          name="fundId"
          label={t('reconciliation:place.fund')}
          defaultValue={entries.value('fundId')}
          error={entries.error('fundId')}
          required
          choices={[
            { value: '', label: t('admin:choose') },
            ...funds.map(({ id, name }) => ({ value: id, label: name })),
          ]}
        />
        <Field
          name="fromDay"
          type="date"
          label={t('reconciliation:open.from')}
          defaultValue={entries.value('fromDay')}
          error={entries.error('fromDay')}
          required
        />
      </ActForm>
    </section>
  )
}
