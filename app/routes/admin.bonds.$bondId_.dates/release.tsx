import { CodeChoice } from '#app/components/dates/code-choice.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Timeline } from '#app/components/timeline.tsx'
import { useWords } from '#app/components/words.ts'
import { releaseAnswersOf } from '#app/domain/court-dates/court-date.ts'
import { paths } from '#app/http/paths.ts'
import { answerTo, type CasePart } from './answers.ts'

/** Someone is still inside though our money is: what to ask the jail or ICE, and what they said. */
export function ReleaseChecks({ page, timezone, answer }: CasePart) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const entries = useEntries(answerTo(answer, 'release'))
  if (!page.isHeld && page.checks.length === 0) return null
  return (
    <section className="grid gap-4">
      <h2 className="text-l">{t('dates:release.title')}</h2>
      {page.isHeld && (
        <>
          <p className={page.heldTooLong ? 'font-semibold text-loss' : ''}>
            {t(page.heldTooLong ? 'dates:release.too_long' : 'dates:release.since', {
              date: minute(page.postedAt),
            })}
          </p>
          <blockquote className="measure border-s-4 border-hairline ps-4">
            {t(`dates:release.script.${page.kind}`, { code: page.caseCode })}
          </blockquote>
          <ActForm
            action={paths.bondDates(page.id)}
            refusal={entries.refusal}
            submit={t('dates:release.submit')}
            tone="outline"
          >
            <input type="hidden" name="act" value="release" />
            <CodeChoice
              {...{ form: 'release', entries }}
              name="answer"
              label={t('dates:release.answer')}
              values={releaseAnswersOf(page.kind)}
              word={(value) => t(`dates:release.answer.${value}`)}
            />
          </ActForm>
        </>
      )}
      <Timeline
        steps={page.checks.map((check) => ({
          key: check.id,
          title: t(`dates:release.answer.${check.answer}`),
          when: t('admin:by_at', { name: check.by, date: minute(check.at) }),
        }))}
      />
    </section>
  )
}
