import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { StepUpFields } from '../step-up-fields.tsx'
import { useWords } from '../words.ts'
import type { EnvelopeFrame } from './envelope-frame.ts'

type Props = Pick<EnvelopeFrame, 'page' | 'factors'> & { answer?: FormAnswer | undefined }

/** A yes to the whole night as it is on this screen, proved by the person's own presence. */
export function EnvelopeApprovalForm({ page, factors, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <ActForm
      action={paths.envelopeApproval(page.id)}
      refusal={entries.refusal}
      submit={t('admin:approval.submit')}
    >
      <p className="measure">{t('envelope:approval.binds')}</p>
      <input type="hidden" name="contentHash" value={page.contentHash} />
      <StepUpFields boundTo={boundTo.approveEnvelope(page)} {...factors} error={entries.error('code')} />
    </ActForm>
  )
}
