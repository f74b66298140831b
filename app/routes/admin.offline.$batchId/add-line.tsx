import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type Entries, type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field, FieldError } from '#app/components/field.tsx'
import { MoneyInput } from '#app/components/money-input.tsx'
import { useWords } from '#app/components/words.ts'
import type { BatchPage } from '#app/domain/offline-gifts/batch-page.server.ts'
import type { FoundDonor } from '#app/domain/offline-gifts/find-donors.server.ts'
import { memos, offlineKinds } from '#app/domain/offline-gifts/offline-gift.ts'
import { paths } from '#app/http/paths.ts'
import { languages, nativeNames } from '#app/words/languages.ts'

type Props = {
  page: BatchPage
  answer: FormAnswer | undefined
  search: FormAnswer | undefined
  found: FoundDonor[]
}

/** First who gave, found or new; then what is written on the piece. */
export function AddLine({ page, answer, search, found }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const searched = useEntries(search)
  return (
    <section aria-labelledby="add" className="grid gap-6">
      <h2 id="add" className="text-l">
        {t('offline:add.title')}
      </h2>
      <ActForm
        action={paths.offlineBatch(page.id)}
        refusal={null}
        submit={t('offline:find.submit')}
        tone="outline"
      >
        <input type="hidden" name="intent" value="find" />
        <Field
          id="find-typed"
          name="typed"
          label={t('offline:find.label')}
          hint={t('offline:find.hint')}
          maxLength={120}
          autoComplete="off"
          defaultValue={searched.value('typed')}
        />
        {search && <p role="status">{t('offline:find.found', { count: found.length })}</p>}
      </ActForm>
      <ActForm
        action={paths.offlineBatch(page.id)}
        refusal={entries.refusal}
        submit={t('offline:add.submit')}
      >
        <input type="hidden" name="intent" value="add" />
        <Giver entries={entries} found={found} />
        <PieceFields entries={entries} page={page} />
      </ActForm>
    </section>
  )
}

function Giver({ entries, found }: { entries: Entries; found: FoundDonor[] }) {
  const { t } = useWords()
  const chosen = entries.value('donorId', found[0]?.id ?? '')
  return (
    <fieldset className="grid gap-4">
      <legend className="font-semibold">{t('offline:giver.title')}</legend>
      {found.length > 0 && (
        <div className="grid gap-2">
          {found.map(({ id, name, email, gifts }) => (
            <Choice key={id} value={id} isChosen={chosen === id}>
              <bdi className="wrap-anywhere">{name || t('offline:giver.nameless')}</bdi>
              <span className="block text-s text-quiet">
                {t('offline:giver.known', { email: email ?? t('offline:giver.no_email'), count: gifts })}
              </span>
            </Choice>
          ))}
          <Choice value="" isChosen={chosen === ''}>
            {t('offline:giver.new')}
          </Choice>
        </div>
      )}
      <FieldError id="donorId" error={entries.error('donorId')} />
      <Field
        name="name"
        label={t('offline:giver.name')}
        hint={t('offline:giver.name.hint')}
        maxLength={120}
        autoComplete="off"
        defaultValue={entries.value('name')}
        error={entries.error('name')}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Field
          name="email"
          type="email"
          label={t('offline:giver.email')}
          hint={t('offline:giver.email.hint')}
          maxLength={254}
          autoComplete="off"
          defaultValue={entries.value('email')}
          error={entries.error('email')}
        />
        <ChoiceField
          name="language"
          label={t('offline:giver.language')}
          hint={t('offline:giver.language.hint')}
          defaultValue={entries.value('language', 'en')}
          error={entries.error('language')}
          choices={languages.map((value) => ({ value, label: nativeNames[value] }))}
        />
      </div>
    </fieldset>
  )
}

type ChoiceProps = { value: string; isChosen: boolean; children: React.ReactNode }

const Choice = ({ value, isChosen, children }: ChoiceProps) => (
  <label className="flex min-h-11 items-start gap-3">
    <input
      type="radio"
      name="donorId"
      value={value}
      defaultChecked={isChosen}
      className="mt-[0.2em] size-6 flex-none"
    />
    <span>{children}</span>
  </label>
)

// What a kind has no use for steps aside by style alone, so that it does so without scripts too.
const ofNumbered =
  'group-has-[option[value=cash]:checked]/piece:hidden group-has-[option[value=stock]:checked]/piece:hidden'
const ofAdvised = `group-has-[option[value=check]:checked]/piece:hidden group-has-[option[value=grant]:checked]/piece:hidden ${ofNumbered}`
const ofStock =
  'group-has-[option[value=check]:checked]/piece:hidden group-has-[option[value=cash]:checked]/piece:hidden group-has-[option[value=donor_advised_fund]:checked]/piece:hidden group-has-[option[value=grant]:checked]/piece:hidden'

function PieceFields({ entries, page }: { entries: Entries; page: BatchPage }) {
  const { t } = useWords()
  const kinds = page.keptIn === 'cash_box' ? (['cash'] as const) : offlineKinds
  const line = (name: string, longest: number, className: string) => (
    <Field
      name={name}
      className={className}
      label={t(`offline:piece.${name}`)}
      hint={t(`offline:piece.${name}.hint`)}
      maxLength={longest}
      autoComplete="off"
      defaultValue={entries.value(name)}
      error={entries.error(name)}
    />
  )
  return (
    <fieldset className="group/piece grid gap-4">
      <legend className="font-semibold">{t('offline:piece.title')}</legend>
      <div className="grid gap-4 sm:grid-cols-2">
        <ChoiceField
          name="kind"
          label={t('offline:line.kind')}
          defaultValue={entries.value('kind')}
          error={entries.error('kind')}
          choices={kinds.map((value) => ({ value, label: t(`offline:kind.${value}`) }))}
        />
        <MoneyInput
          name="amount"
          label={t('offline:line.amount')}
          defaultValue={entries.value('amount')}
          error={entries.error('amount')}
          required
        />
        <Field
          name="receivedOn"
          type="date"
          label={t('offline:line.received_on')}
          defaultValue={entries.value('receivedOn', page.depositedOn.toISOString().slice(0, 10))}
          error={entries.error('receivedOn')}
          required
        />
        <ChoiceField
          name="memo"
          label={t('offline:piece.memo')}
          defaultValue={entries.value('memo', 'none')}
          error={entries.error('memo')}
          choices={memos.map((value) => ({ value, label: t(`offline:memo.${value}`) }))}
        />
      </div>
      {page.keptIn === 'bank' && (
        <>
          {line('reference', 60, ofNumbered)}
          {line('sponsor', 120, ofAdvised)}
          <div className={`grid gap-4 sm:grid-cols-2 ${ofStock}`}>
            {line('ticker', 10, '')}
            {line('shares', 20, '')}
          </div>
        </>
      )}
      {page.funds.length > 1 && (
        <fieldset className="grid gap-4">
          <legend className="font-semibold">{t('offline:split.title')}</legend>
          <p className="text-s text-quiet">{t('offline:split.hint')}</p>
          {page.funds.map(({ id, name }, index) => (
            <div key={id}>
              <input type="hidden" name={`split[${index}].fundId`} value={id} />
              <MoneyInput
                id={`split-${index}`}
                name={`split[${index}].amount`}
                label={name}
                defaultValue={entries.value(`split[${index}].amount`)}
                error={entries.error(`split[${index}].amount`)}
              />
            </div>
          ))}
          <FieldError id="split" error={entries.error('split')} />
        </fieldset>
      )}
    </fieldset>
  )
}
