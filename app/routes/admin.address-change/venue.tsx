import { CheckField } from '#app/components/check-field.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field, FieldError } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { noticeWays } from '#app/domain/address-change/address-change.ts'
import type { addressPage } from '#app/domain/address-change/address-page.server.ts'
import { paths } from '#app/http/paths.ts'

type OfVenue = Awaited<ReturnType<typeof addressPage>>['venues'][number]

type Props = {
  id: string
  venue: OfVenue
  changeId: string
  answer: FormAnswer | undefined
}

/** One court or office: which of its bonds it was told about, and a form for the rest. */
export function Venue({ id, venue, changeId, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const { day } = useFormats('UTC')
  const told = venue.bonds.flatMap(({ notice, ...bond }) => (notice ? [{ ...bond, notice }] : []))
  const open = venue.bonds.filter(({ notice, mayTell }) => !notice && mayTell)
  const chosen = [answer?.values.bondIds ?? [], answer?.values.contractIds ?? []].flat()
  return (
    <section aria-labelledby={id} className="grid gap-3 border-t border-hairline pt-4">
      <h3 id={id} className="text-l">
        {venue.venue}
      </h3>
      {venue.bonds.some(({ kind }) => kind === 'immigration_bond') && (
        <p className="measure text-s text-quiet">{t('papers:address.i333')}</p>
      )}
      {told.length > 0 && (
        <ul>
          {told.map(({ disbursementId, caseCode, notice }) => (
            <li key={disbursementId} className="text-s">
              <span className="figures">{caseCode}</span>{' '}
              {t('papers:address.told', {
                way: t(`papers:way.${notice.way}`),
                date: day(notice.on),
                name: notice.by,
              })}
            </li>
          ))}
        </ul>
      )}
      {open.length > 0 && (
        <ActForm
          action={paths.addressChange()}
          refusal={entries.refusal}
          submit={t('papers:address.notice')}
          tone="outline"
        >
          <input type="hidden" name="intent" value="notice" />
          <input type="hidden" name="changeId" value={changeId} />
          <input type="hidden" name="venueOf" value={open[0]?.bondId ?? open[0]?.disbursementId} />
          <fieldset aria-describedby={entries.error('bondIds') && `${id}-bonds-error`}>
            <legend className="font-semibold">{t('papers:address.bonds')}</legend>
            <div className="mt-2 grid gap-2">
              {open.map(({ bondId, disbursementId, caseCode, kind }) => (
                <CheckField
                  key={disbursementId}
                  id={`bond-${disbursementId}`}
                  name={bondId ? 'bondIds' : 'contractIds'}
                  value={bondId ?? disbursementId}
                  label={<span className="figures">{caseCode}</span>}
                  hint={t(bondId ? `admin:kind.${kind}` : 'papers:address.contract')}
                  defaultChecked={chosen.includes(bondId ?? disbursementId)}
                />
              ))}
            </div>
            <FieldError id={`${id}-bonds`} error={entries.error('bondIds')} />
          </fieldset>
          <div className="grid gap-4 sm:grid-cols-2">
            <ChoiceField
              id={`${id}-way`}
              name="way"
              label={t('papers:address.way')}
              defaultValue={entries.value('way')}
              error={entries.error('way')}
              required
              choices={[
                { value: '', label: t('admin:choose') },
                ...noticeWays.map((value) => ({ value, label: t(`papers:way.${value}`) })),
              ]}
            />
            <Field
              id={`${id}-on`}
              name="notifiedOn"
              type="date"
              label={t('papers:address.on')}
              defaultValue={entries.value('notifiedOn')}
              error={entries.error('notifiedOn')}
              required
            />
          </div>
        </ActForm>
      )}
    </section>
  )
}
