import { holders, type PartyRole, partyRoles } from '#app/domain/papers/party.ts'
import type { TrueReason } from '#app/domain/vault/reasons.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { Confirm } from '../confirm.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { Field } from '../field.tsx'
import { NoReason, ReasonField } from '../reason-field.tsx'
import { useWords } from '../words.ts'

/** In whose name something stands, as the court or ICE has it. */
export function PartyForm({ bondId, answer }: { bondId: string; answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const choices = (name: 'role' | 'holder', values: readonly string[]) => (
    <ChoiceField
      name={name}
      label={t(`papers:party.${name}`)}
      hint={t(`papers:party.${name}.hint`)}
      defaultValue={entries.value(name)}
      error={entries.error(name)}
      required
      choices={[
        { value: '', label: t('admin:choose') },
        ...values.map((value) => ({ value, label: t(`papers:${name}.${value}`) })),
      ]}
    />
  )
  return (
    <ActForm action={paths.bondParties(bondId)} refusal={entries.refusal} submit={t('papers:party.submit')}>
      <input type="hidden" name="intent" value="record" />
      {choices('role', partyRoles)}
      {choices('holder', holders)}
      <Field
        name="name"
        label={t('papers:party.name')}
        hint={t('papers:party.name.hint')}
        defaultValue={entries.value('name')}
        error={entries.error('name')}
        maxLength={200}
        autoComplete="off"
      />
      <Field
        name="signedOn"
        type="date"
        label={t('papers:party.signed')}
        hint={t('papers:party.signed.hint')}
        defaultValue={entries.value('signedOn')}
        error={entries.error('signedOn')}
      />
    </ActForm>
  )
}

type NamesProps = {
  bondId: string
  /** Why they may look today. */
  reasons: TrueReason[]
  answer: FormAnswer | undefined
  seen: { role: PartyRole; name: string }[] | null
}

/** The names themselves: asked for with a reason, in the answer to the asking and nowhere else. */
export function PartyNames({ bondId, reasons, answer, seen }: NamesProps) {
  const { t } = useWords()
  const entries = useEntries(answer)
  if (seen) {
    return (
      <section aria-labelledby="names" className="border-s-4 border-primary ps-4">
        <h3 id="names" className="font-semibold">
          {t('papers:party.names')}
        </h3>
        <dl className="mt-2 grid gap-x-4 gap-y-1 sm:grid-cols-[12rem_1fr]">
          {seen.map(({ role, name }) => (
            <div key={role} className="contents">
              <dt className="text-quiet">{t(`papers:role.${role}`)}</dt>
              <dd className="break-words">
                <bdi>{name}</bdi>
              </dd>
            </div>
          ))}
        </dl>
      </section>
    )
  }
  if (reasons.length === 0) return <NoReason />
  const form = (
    <ActForm
      action={paths.bondParties(bondId)}
      refusal={entries.refusal}
      submit={t('papers:party.show')}
      tone="outline"
    >
      <input type="hidden" name="intent" value="reveal" />
      <ReasonField reasons={reasons} error={entries.error('reason')} />
    </ActForm>
  )
  return entries.isBack ? (
    form
  ) : (
    <Confirm ask={t('papers:party.ask')} tone="outline">
      {form}
    </Confirm>
  )
}
