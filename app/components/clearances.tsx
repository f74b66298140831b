import type { DisbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import type { Finding } from '#app/domain/jurisdictions/judge.ts'
import { paths } from '#app/http/paths.ts'
import { ActForm } from './disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from './disbursements/use-entries.ts'
import { useFormats } from './disbursements/use-formats.ts'
import { Field } from './field.tsx'
import { Notice } from './notice.tsx'
import { useWords } from './words.ts'

type Props = { page: DisbursementPage; answer?: FormAnswer | undefined }

/** For each rule that blocks: what counsel said, or the second person's yes to it. */
export function Clearances({ page, answer }: Props) {
  const { t } = useWords()
  const { refusal } = useEntries(answer)
  const blocking = page.mayClear ? page.findings.filter(({ blocks }) => blocks) : []
  const isOf = ({ id, clearance }: Finding) =>
    [id, clearance?.id].includes(String(answer?.values.ruleId ?? answer?.values.clearanceId))
  return (
    <div className="grid gap-6">
      {refusal && !blocking.some(isOf) && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {refusal}
        </Notice>
      )}
      {blocking.map((finding) => (
        <div key={finding.id} className="grid gap-3">
          <h2 className="text-l">{t('rules:clearance.title', { code: finding.code })}</h2>
          <ClearanceForm page={page} finding={finding} answer={isOf(finding) ? answer : undefined} />
        </div>
      ))}
    </div>
  )
}

type FormProps = { page: DisbursementPage; finding: Finding; answer: FormAnswer | undefined }

function ClearanceForm({ page, finding: { id, clearance }, answer }: FormProps) {
  const { t } = useWords()
  const { day } = useFormats('UTC')
  const entries = useEntries(answer)
  const action = paths.clearance(page.id)
  if (clearance) {
    const { counsel, clearedOn, recordedBy } = clearance
    return (
      <ActForm action={action} refusal={entries.refusal} submit={t('rules:clearance.confirm')}>
        <input type="hidden" name="act" value="confirm" />
        <input type="hidden" name="clearanceId" value={clearance.id} />
        <p className="measure">
          {t('rules:clearance.said', {
            counsel,
            date: day(new Date(`${clearedOn}T00:00:00Z`)),
            by: recordedBy,
          })}
        </p>
      </ActForm>
    )
  }
  return (
    <ActForm action={action} refusal={entries.refusal} submit={t('rules:clearance.submit')}>
      <input type="hidden" name="act" value="clear" />
      <input type="hidden" name="ruleId" value={id} />
      <p className="measure text-s text-quiet">{t('rules:clearance.hint')}</p>
      <Field
        id={`counsel-${id}`}
        name="counsel"
        label={t('rules:review.counsel')}
        defaultValue={entries.value('counsel')}
        error={entries.error('counsel')}
        maxLength={120}
        autoComplete="off"
        required
      />
      <Field
        id={`cleared-${id}`}
        name="clearedOn"
        type="date"
        label={t('rules:clearance.on')}
        defaultValue={entries.value('clearedOn')}
        error={entries.error('clearedOn')}
        required
      />
    </ActForm>
  )
}
