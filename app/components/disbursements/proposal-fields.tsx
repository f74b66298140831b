import { maximumPayees } from '#app/domain/disbursements/disbursement.ts'
import { ChoiceField } from '../choice-field.tsx'
import { Field, FieldError } from '../field.tsx'
import { FreeText } from '../free-text.tsx'
import { MoneyInput } from '../money-input.tsx'
import { useWords } from '../words.ts'
import type { Entries } from './use-entries.ts'

export type Proposed = {
  purposeCode: string
  principal: string
  fees: string
  payees: string[]
  venue: string
  evidenceNote: string
}

const nothingProposed: Proposed = {
  purposeCode: '',
  principal: '',
  fees: '',
  payees: [],
  venue: '',
  evidenceNote: '',
}

/** What an approval will bind: purpose, ceilings, payees and venue; and the note that tells why. */
export function ProposalFields({ entries, purposes, proposed = nothingProposed }: ProposalFieldsProps) {
  const { t } = useWords()
  return (
    <>
      <ChoiceField
        name="purposeCode"
        label={t('admin:proposal.purpose')}
        hint={t('admin:proposal.purpose.hint')}
        defaultValue={entries.value('purposeCode', proposed.purposeCode)}
        error={entries.error('purposeCode')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...purposes.map((code) => ({ value: code, label: t(`admin:purpose.${code}`) })),
        ]}
      />
      <fieldset className="grid gap-4 sm:grid-cols-2">
        <legend className="font-semibold">{t('admin:proposal.lines')}</legend>
        <p className="text-s text-quiet sm:col-span-2">{t('admin:proposal.lines.hint')}</p>
        <MoneyInput
          name="principal"
          label={t('admin:proposal.principal')}
          defaultValue={entries.value('principal', proposed.principal)}
          error={entries.error('principal')}
          required
        />
        <MoneyInput
          name="fees"
          label={t('admin:proposal.fees')}
          defaultValue={entries.value('fees', proposed.fees)}
          error={entries.error('fees')}
        />
      </fieldset>
      <Payees entries={entries} payees={proposed.payees} />
      <Field
        name="venue"
        label={t('admin:proposal.venue')}
        hint={t('admin:proposal.venue.hint')}
        maxLength={200}
        defaultValue={entries.value('venue', proposed.venue)}
        error={entries.error('venue')}
        required
      />
      <FreeText
        name="evidenceNote"
        label={t('admin:proposal.note')}
        hint={t('admin:proposal.note.hint')}
        maxLength={2000}
        rows={3}
        defaultValue={entries.value('evidenceNote', proposed.evidenceNote)}
        error={entries.error('evidenceNote')}
      />
    </>
  )
}

type ProposalFieldsProps = { entries: Entries; purposes: string[]; proposed?: Proposed }

/** All rows are there from the start, so that the list works without scripts; those after the first two wait folded. */
function Payees({ entries, payees }: { entries: Entries; payees: string[] }) {
  const { t } = useWords()
  const row = (index: number) => (
    <Field
      key={index}
      id={`payees-${index}`}
      name={`payees[${index}]`}
      label={t('admin:proposal.payee', { number: index + 1 })}
      maxLength={120}
      defaultValue={entries.value(`payees[${index}]`, payees[index] ?? '')}
      error={entries.error(`payees[${index}]`)}
    />
  )
  const later = Array.from({ length: maximumPayees - 2 }, (_, index) => index + 2)
  const laterIsUsed = later.some((index) => entries.value(`payees[${index}]`, payees[index] ?? '') !== '')
  return (
    <fieldset className="grid gap-3">
      <legend className="font-semibold">{t('admin:proposal.payees')}</legend>
      <p className="text-s text-quiet">{t('admin:proposal.payees.hint')}</p>
      {row(0)}
      {row(1)}
      <details open={laterIsUsed}>
        <summary className="inline-block py-1 text-primary underline underline-offset-4">
          {t('admin:proposal.payees.more')}
        </summary>
        <div className="mt-3 grid gap-3">{later.map(row)}</div>
      </details>
      <FieldError id="payees" error={entries.error('payee1')} />
    </fieldset>
  )
}
