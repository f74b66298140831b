import type { DisbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { StepUpFields } from '../step-up-fields.tsx'
import { useWords } from '../words.ts'
import { ActForm } from './act-form.tsx'
import { type FormAnswer, useEntries } from './use-entries.ts'

export type Factors = { hasPasskey: boolean; hasTotp: boolean }

/** A yes to exactly what is on this screen, proved by the person's own presence. */
export function ApprovalForm({ page, factors, answer }: ApprovalFormProps) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <ActForm action={paths.approval(page.id)} refusal={entries.refusal} submit={t('admin:approval.submit')}>
      <p className="measure">{t('admin:approval.binds')}</p>
      <input type="hidden" name="contentHash" value={page.contentHash} />
      <input type="hidden" name="place" value={page.court?.place ?? ''} />
      <StepUpFields boundTo={boundTo.approve(page)} {...factors} error={entries.error('code')} />
    </ActForm>
  )
}

type ApprovalFormProps = { page: DisbursementPage; factors: Factors; answer?: FormAnswer | undefined }
