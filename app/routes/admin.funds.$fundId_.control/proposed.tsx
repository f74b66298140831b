import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { Timeline } from '#app/components/timeline.tsx'
import { useWords } from '#app/components/words.ts'
import type { ControlPage } from '#app/domain/funds/control-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { Rules } from './in-force.tsx'

type Props = {
  page: ControlPage
  timezone: string
  reader: { id: string; mayManage: boolean }
  factors: Factors
  answer: FormAnswer | undefined
}

/** What waits for a second administrator, and what was decided before. */
export function Proposed({ page, timezone, reader, factors, answer }: Props) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  return (
    <>
      {page.proposed.map((proposal) => (
        <section key={proposal.id} aria-label={t('control:proposed')} className="grid gap-5">
          <h2 className="text-xl">{t('control:proposed')}</h2>
          <p className="text-s text-quiet">
            {t('admin:by_at', { name: proposal.proposedBy.name, date: minute(proposal.proposedAt) })}
          </p>
          <Rules limits={proposal} timezone={timezone} />
          {reader.mayManage && (
            <Decide
              {...{ page, factors }}
              limitsId={proposal.id}
              isOwn={proposal.proposedBy.id === reader.id}
              answer={answer?.values.limitsId === proposal.id ? answer : undefined}
            />
          )}
        </section>
      ))}
      {page.decided.length > 0 && (
        <section className="grid gap-3">
          <h2 className="text-xl">{t('control:decided')}</h2>
          <Timeline
            steps={page.decided.map((each) => ({
              key: each.id,
              title: t(`control:outcome.${each.outcome}`),
              when: t('admin:by_at', {
                name: each.decidedBy ?? '',
                date: minute(each.decidedAt ?? each.proposedAt),
              }),
              note: t('control:proposed_by', { name: each.proposedBy.name }),
            }))}
          />
        </section>
      )}
    </>
  )
}

type DecideProps = Pick<Props, 'page' | 'factors' | 'answer'> & { limitsId: string; isOwn: boolean }

function Decide({ page, limitsId, isOwn, factors, answer }: DecideProps) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const confirming = answer?.values.act === 'confirm'
  return (
    <div className="grid gap-6">
      {isOwn ? (
        <p className="measure">{t('control:waits_for_another')}</p>
      ) : (
        <ActForm
          action={paths.fundControl(page.id)}
          refusal={confirming ? entries.refusal : null}
          submit={t('control:confirm')}
        >
          <input type="hidden" name="act" value="confirm" />
          <input type="hidden" name="limitsId" value={limitsId} />
          <StepUpFields
            boundTo={boundTo.confirmLimits(limitsId)}
            {...factors}
            error={confirming ? entries.error('code') : undefined}
          />
        </ActForm>
      )}
      <ActForm
        action={paths.fundControl(page.id)}
        refusal={confirming ? null : entries.refusal}
        submit={t('control:withdraw')}
        tone="outline"
      >
        <input type="hidden" name="act" value="withdraw" />
        <input type="hidden" name="limitsId" value={limitsId} />
      </ActForm>
    </div>
  )
}
