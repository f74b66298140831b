import { ChoiceField } from '#app/components/choice-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import type { DisputePage } from '#app/domain/disputes/dispute-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'

/** Giving the money up: asked for here, confirmed by another, and then final. */
export function AcceptLoss(of: { page: DisputePage; factors: Factors; answer: unknown }) {
  const { t } = useWords()
  const { page, factors, answer } = of
  const { money } = useFormats('UTC')
  const { errorOf, refusal } = useFormAnswer(answer, 'accept')
  const act = boundTo.acceptDispute({ disputeId: page.id, amount: page.amountCents })
  return (
    <section aria-labelledby="accept" className="grid gap-4">
      <h2 id="accept" className="text-l">
        {t('refunds:accept.title')}
      </h2>
      <p className="measure text-quiet">{t('refunds:accept.lead', { amount: money(page.amountCents) })}</p>
      <div>
        <Confirm ask={t('refunds:accept.title')} open={Boolean(refusal || errorOf('code'))}>
          <ActForm
            action={paths.dispute(page.id)}
            refusal={refusal ?? null}
            submit={t('refunds:accept.submit')}
            tone="refuse"
          >
            <input type="hidden" name="intent" value="accept" />
            <StepUpFields boundTo={act} {...factors} error={errorOf('code')} />
          </ActForm>
        </Confirm>
      </div>
    </section>
  )
}

/** A disputed payment of a monthly gift: a person decides whether the next one is charged. */
export function MonthlyGift({ page, answer }: { page: DisputePage; answer: unknown }) {
  const { t } = useWords()
  const { errorOf, refusal } = useFormAnswer(answer, 'schedule')
  const { schedule } = page
  if (!schedule || (schedule.state === 'cancelled' && !schedule.answer)) return null
  return (
    <section aria-labelledby="schedule" className="grid gap-4">
      <h2 id="schedule" className="text-l">
        {t('refunds:schedule.title')}
      </h2>
      {schedule.answer ? (
        <p>{t(`refunds:schedule.answered.${schedule.answer}`)}</p>
      ) : (
        <>
          <p className="measure text-quiet">{t('refunds:schedule.lead')}</p>
          {page.mayAnswer && (
            <ActForm
              action={paths.dispute(page.id)}
              refusal={refusal ?? null}
              submit={t('refunds:schedule.submit')}
              tone="outline"
            >
              <input type="hidden" name="intent" value="schedule" />
              <ChoiceField
                name="answer"
                label={t('refunds:schedule.label')}
                error={errorOf('answer')}
                required
                choices={[
                  { value: '', label: t('admin:choose') },
                  { value: 'goes_on', label: t('refunds:schedule.goes_on') },
                  { value: 'stopped', label: t('refunds:schedule.stopped') },
                ]}
              />
            </ActForm>
          )}
        </>
      )}
    </section>
  )
}
