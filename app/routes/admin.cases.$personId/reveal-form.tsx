import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { FieldsToSee } from '#app/components/fields-to-see.tsx'
import { NoReason, ReasonField, WhatReasonsOpen } from '#app/components/reason-field.tsx'
import { useWords } from '#app/components/words.ts'
import type { PersonPage } from '#app/domain/vault/person-page.server.ts'
import { opens, type TrueReason } from '#app/domain/vault/reasons.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  person: Pick<PersonPage, 'personId' | 'caseCodes' | 'fields'>
  /** Those that are true today and theirs to give. */
  reasons: TrueReason[]
  answer: FormAnswer | undefined
}

/** Asking to see: which fields, and why. Nothing is chosen beforehand, and nothing is offered that no reason opens. */
export function RevealForm({ person, reasons, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const within = person.fields.filter(({ field }) => reasons.some(({ reason }) => opens(reason, field)))
  return (
    <section aria-labelledby="reveal" className="grid gap-3">
      <h2 id="reveal" className="text-xl">
        {t('vault:reveal.title')}
      </h2>
      {reasons.length === 0 ? (
        <NoReason />
      ) : (
        <>
          <p className="measure text-quiet">{t('vault:reveal.lead')}</p>
          <ActForm
            action={paths.casePerson(person.personId)}
            refusal={entries.refusal}
            submit={t('vault:reveal.submit')}
            tone="outline"
          >
            <input type="hidden" name="intent" value="reveal" />
            <FieldsToSee
              legend={t('vault:reveal.fields')}
              person={{ ...person, fields: within }}
              entries={entries}
            />
            <ReasonField
              reasons={reasons}
              caseCodes={person.caseCodes}
              value={entries.value('reason')}
              error={entries.error('reason')}
            />
            <WhatReasonsOpen reasons={reasons} known={within.map(({ field }) => field)} />
          </ActForm>
        </>
      )}
    </section>
  )
}
