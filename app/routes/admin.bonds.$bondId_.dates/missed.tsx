import { Link } from '@remix-run/react'
import { CheckField } from '#app/components/check-field.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { CodeChoice } from '#app/components/dates/code-choice.tsx'
import { DayField } from '#app/components/dates/day-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Timeline } from '#app/components/timeline.tsx'
import { useWords } from '#app/components/words.ts'
import { lawyerAnswers, proofKinds, whereabouts } from '#app/domain/court-dates/court-date.ts'
import { paths } from '#app/http/paths.ts'
import { answerTo, type CasePart } from './answers.ts'

type Missed = CasePart['page']['missed'][number]

/** Dates that were missed: what is asked the same day, what was found out, and what could show it to a court. */
export function MissedDates(of: CasePart) {
  const { t } = useWords()
  const { minute } = useFormats(of.timezone)
  if (of.page.missed.length === 0) return null
  return (
    <section className="grid gap-4">
      <h2 className="text-l">{t('dates:missed.title')}</h2>
      {of.page.missed.map((missed) => (
        <div key={missed.id} className="grid gap-3 border-t border-hairline pt-3">
          <h3 className="font-semibold">{t('dates:missed.on', { date: minute(missed.at) })}</h3>
          {missed.answers.length === 0 && (
            <p className="font-semibold text-loss">{t('dates:missed.waits')}</p>
          )}
          <Answers {...of} missed={missed} />
          <Asking {...of} missed={missed} />
        </div>
      ))}
    </section>
  )
}

function Answers({ missed, timezone }: CasePart & { missed: Missed }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const { day } = useFormats('UTC')
  const proofOf = ({ proofKind, proofOn, proofInHand, document }: Missed['answers'][number]) => {
    if (!proofKind || !proofOn) return t('dates:missed.proof_none')
    const paper = { kind: t(`dates:proof.${proofKind}`), date: day(proofOn) }
    if (document) return t('dates:missed.proof_in_vault', { ...paper, number: document.number })
    return t(proofInHand ? 'dates:missed.proof_in_hand' : 'dates:missed.proof_to_get', paper)
  }
  return (
    <Timeline
      steps={missed.answers.map((answer) => ({
        key: answer.id,
        title: t(`dates:whereabouts.${answer.whereabouts}`),
        when: t('admin:by_at', { name: answer.by, date: minute(answer.at) }),
        note: `${t(`dates:lawyer.${answer.lawyer}`)} · ${proofOf(answer)}`,
      }))}
    />
  )
}

function Asking({ page, missed, answer }: CasePart & { missed: Missed }) {
  const { t } = useWords()
  const entries = useEntries(answerTo(answer, 'missed', { missedId: missed.id }))
  const form = missed.id
  return (
    <ActForm
      action={paths.bondDates(page.id)}
      refusal={entries.refusal}
      submit={t('dates:missed.submit')}
      tone="outline"
    >
      <input type="hidden" name="act" value="missed" />
      <input type="hidden" name="missedId" value={missed.id} />
      <CodeChoice
        {...{ form, entries }}
        name="lawyer"
        label={t('dates:missed.lawyer')}
        values={lawyerAnswers}
        word={(value) => t(`dates:lawyer.${value}`)}
      />
      <CodeChoice
        {...{ form, entries }}
        name="whereabouts"
        label={t('dates:missed.whereabouts')}
        values={whereabouts}
        word={(value) => t(`dates:whereabouts.${value}`)}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <CodeChoice
          {...{ form, entries }}
          name="proofKind"
          label={t('dates:missed.proof')}
          values={proofKinds}
          word={(value) => t(`dates:proof.${value}`)}
          required={false}
          none={t('dates:proof.none')}
        />
        <DayField {...{ form, entries }} name="proofOn" label={t('dates:missed.proof_on')} />
      </div>
      <CheckField
        id={`${form}-inHand`}
        name="proofInHand"
        value="yes"
        label={t('dates:missed.in_hand')}
        defaultChecked={entries.value('proofInHand') === 'yes'}
      />
      {page.documents.length > 0 && (
        <ChoiceField
          id={`${form}-documentId`}
          name="documentId"
          label={t('dates:missed.document')}
          hint={t('dates:missed.document_hint')}
          defaultValue={entries.value('documentId')}
          error={entries.error('documentId')}
          choices={[
            { value: '', label: t('dates:missed.document_none') },
            ...page.documents.map(({ id, number, kind }) => ({
              value: id,
              label: t('papers:documents.one', { number, kind: t(`papers:kind.${kind}`) }),
            })),
          ]}
        />
      )}
      {page.personId && (
        <p className="measure text-s">
          <Link to={paths.documents(page.personId)} className="inline-block py-0.5">
            {t('dates:missed.document_add')}
          </Link>
        </p>
      )}
    </ActForm>
  )
}
