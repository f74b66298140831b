import { Link } from '@remix-run/react'
import { chaseNotes, drawnTo, isAsked, kindsIn } from '#app/domain/bonds/chase.ts'
import { paths } from '#app/http/paths.ts'
import { ChoiceField } from '../choice-field.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import { MomentField } from '../disbursements/moment-field.tsx'
import { type Entries, type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { Field } from '../field.tsx'
import { useWords } from '../words.ts'
import { type BondFrame, useBondFrame } from './bond-frame.ts'

/** What was done about money that is due, or ICE’s word that makes it due, and when to look again. */
export function ChaseForm({ page, answer }: { page: BondFrame['page']; answer?: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const { papers } = useBondFrame()
  const asks = isAsked(page.state)
  // A day has no hour: it is the same for every reader.
  const { day } = useFormats('UTC')
  return (
    <ActForm action={paths.bondChase(page.id)} refusal={entries.refusal} submit={t('recovery:chase.submit')}>
      <p className="measure text-s text-quiet">{t(asks ? 'recovery:ask.lead' : 'recovery:chase.lead')}</p>
      <Choice name="kind" values={kindsIn(page.state)} first={t('admin:choose')} entries={entries} required />
      {!asks && papers.drawnTo && (
        <p className="measure text-s">
          {t('papers:drawn_to', { who: t(`recovery:drawnTo.${papers.drawnTo}`) })}
        </p>
      )}
      {!asks && (
        <Choice name="drawnTo" values={drawnTo} first={t('recovery:chase.drawnTo.none')} entries={entries} />
      )}
      <Choice name="note" values={chaseNotes} first={t('admin:choose')} entries={entries} required />
      {!asks && page.suggestedLastDay && (
        <p className="measure text-s">
          {t(`dates:last_day.${wordsOf(page.suggestedLastDay)}`, { date: day(page.suggestedLastDay.day) })}{' '}
          {page.place.places.length > 1 && (
            <Link to={paths.bondPlace(page.id)} className="inline-block py-1">
              {page.place.court ? t('dates:place.is', { place: page.place.court }) : t('dates:place.title')}
            </Link>
          )}
        </p>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Day name="dueOn" entries={entries} />
        {!asks && <Day name="lastDay" entries={entries} />}
      </div>
      <MomentField id="chase-moment" entries={entries} />
    </ActForm>
  )
}

/** By which term the day is, and whether it is that of this court at all. */
function wordsOf({ guessed, reviewed }: NonNullable<BondFrame['page']['suggestedLastDay']>): string {
  if (guessed) return 'suggested_guess'
  return reviewed ? 'suggested' : 'suggested_unreviewed'
}

type ChoiceProps = {
  name: 'kind' | 'drawnTo' | 'note'
  values: readonly string[]
  /** What is chosen before anything is. */
  first: string
  entries: Entries
  required?: boolean
}

function Choice({ name, values, first, entries, required = false }: ChoiceProps) {
  const { t } = useWords()
  return (
    <ChoiceField
      id={`chase-${name}`}
      name={name}
      label={t(`recovery:chase.${name}`)}
      hint={name === 'drawnTo' ? t('recovery:chase.drawnTo.hint') : undefined}
      defaultValue={entries.value(name)}
      error={entries.error(name)}
      required={required}
      choices={[
        { value: '', label: first },
        ...values.map((value) => ({ value, label: t(`recovery:${name}.${value}`) })),
      ]}
    />
  )
}

function Day({ name, entries }: { name: 'dueOn' | 'lastDay'; entries: Entries }) {
  const { t } = useWords()
  return (
    <Field
      id={`chase-${name}`}
      name={name}
      type="date"
      label={t(`recovery:chase.${name}`)}
      hint={t(`recovery:chase.${name}.hint`)}
      defaultValue={entries.value(name)}
      error={entries.error(name)}
    />
  )
}
