import { CheckField } from '#app/components/check-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { Notice } from '#app/components/notice.tsx'
import { useWords } from '#app/components/words.ts'
import type { PersonPage } from '#app/domain/vault/person-page.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  person: Pick<PersonPage, 'personId' | 'onHold' | 'moneyOut'>
  answer: FormAnswer | undefined
}

/** Erasing, or why it has to wait. */
export function EraseForm({ person, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const form = (
    <ActForm
      action={paths.casePerson(person.personId)}
      refusal={entries.refusal}
      submit={t('vault:erase.submit')}
      tone="refuse"
    >
      <input type="hidden" name="intent" value="erase" />
      <CheckField
        name="sure"
        value="on"
        label={t('vault:erase.confirm')}
        error={entries.error('sure')}
        required
      />
    </ActForm>
  )
  return (
    <section aria-labelledby="erase" className="grid gap-3">
      <h2 id="erase" className="text-xl">
        {t('vault:erase.title')}
      </h2>
      <p className="measure text-quiet">{t('vault:erase.lead')}</p>
      {person.onHold || person.moneyOut ? (
        <Notice tone={entries.refusal ? 'refusal' : 'info'} title={t('vault:erase.waits')}>
          {person.onHold && <p>{t('errors:person_is_on_hold')}</p>}
          {person.moneyOut && <p>{t('errors:person_has_money_out')}</p>}
        </Notice>
      ) : entries.isBack ? (
        form
      ) : (
        <Confirm ask={t('vault:erase.ask')}>{form}</Confirm>
      )}
    </section>
  )
}
