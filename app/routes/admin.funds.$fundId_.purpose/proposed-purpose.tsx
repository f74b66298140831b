import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import type { ProposedPurpose as Change } from '#app/domain/fund-purposes/purpose-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { PurposeWords } from './purpose-words.tsx'

type Props = {
  fundId: string
  change: Change
  timezone: string
  reader: { id: string; mayManage: boolean }
  factors: Factors
  answer: unknown
}

/** New words wait for another administrator. */
export function ProposedPurpose({ fundId, change, timezone, reader, factors, answer }: Props) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const confirming = useFormAnswer(answer, 'confirm')
  const withdrawing = useFormAnswer(answer, 'withdraw')
  const action = paths.fundPurpose(fundId)
  return (
    <section aria-labelledby="proposed" className="grid gap-3">
      <h2 id="proposed" className="text-l">
        {t('control:purpose.proposed')}
      </h2>
      <p className="text-s text-quiet">
        {t('control:purpose.by', { name: change.proposedBy.name, date: minute(change.proposedAt) })}
      </p>
      <PurposeWords words={change} timezone={timezone} />
      {reader.mayManage && (
        <div className="grid justify-items-start gap-3">
          {change.proposedBy.id === reader.id ? (
            <p className="text-s">{t('control:purpose.waits')}</p>
          ) : (
            <ActForm
              action={action}
              refusal={confirming.refusal ?? null}
              submit={t('control:purpose.confirm')}
            >
              <input type="hidden" name="intent" value="confirm" />
              <input type="hidden" name="changeId" value={change.id} />
              <StepUpFields
                boundTo={boundTo.confirmPurpose(change.id)}
                {...factors}
                error={confirming.errorOf('code')}
              />
            </ActForm>
          )}
          <Confirm ask={t('control:purpose.withdraw')} open={withdrawing.refusal !== undefined}>
            <ActForm
              action={action}
              refusal={withdrawing.refusal ?? null}
              submit={t('control:purpose.withdraw')}
              tone="refuse"
            >
              <input type="hidden" name="intent" value="withdraw" />
              <input type="hidden" name="changeId" value={change.id} />
            </ActForm>
          </Confirm>
        </div>
      )}
    </section>
  )
}
