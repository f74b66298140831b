import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { paths } from '#app/http/paths.ts'
import { StruckOff } from './struck-off.tsx'
import type { DeskAnswer } from './whole-address.tsx'

/** Looks for one whole address on the list. It is posted, so that no address stands in the page's own. */
export function FindAddress({ answer, timezone }: { answer: DeskAnswer | undefined; timezone: string }) {
  const { t } = useWords()
  const own = answer?.values.act === 'find' ? answer : undefined
  const entries = useEntries(own)
  return (
    <div className="grid gap-3">
      <ActForm
        action={paths.mail()}
        refusal={entries.refusal}
        submit={t('donors:mail.find.submit')}
        tone="outline"
      >
        <input type="hidden" name="act" value="find" />
        <Field
          id="find-address"
          name="address"
          type="email"
          dir="ltr"
          label={t('donors:mail.find.label')}
          hint={t('donors:mail.find.hint')}
          autoComplete="off"
          defaultValue={entries.value('address')}
          error={entries.error('address')}
          required
        />
      </ActForm>
      {own?.found && <p role="status">{t('donors:mail.find.found', { count: own.found.length })}</p>}
      {own?.found && own.found.length > 0 && (
        <StruckOff addresses={own.found} mayMend timezone={timezone} answer={undefined} listed="found" />
      )}
    </div>
  )
}
