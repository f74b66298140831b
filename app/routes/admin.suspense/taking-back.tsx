import { Form } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { takingBackDates, takingBackReasons } from '#app/domain/suspense/suspense.ts'
import type { AssignedMovement } from '#app/domain/suspense/suspense-page.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  movement: AssignedMovement
  timezone: string
  answer: FormAnswer | undefined
  factors: Factors
}

/** What was said wrongly: asked for by one person, confirmed by another. */
export function TakingBack(props: Props) {
  const { t } = useWords()
  const { movement, timezone } = props
  const { minute } = useFormats(timezone)
  const { takingBack: back, mayTakeBack } = movement
  const mayAsk = mayTakeBack && (!back || back.decision?.kind === 'withdrawn')
  return (
    <div className="grid min-w-48 gap-2">
      {back && (
        <div className="text-s">
          <p>{t(`admin:suspense.back.reason.${back.reason}`)}</p>
          <p className="text-quiet">
            {t('admin:suspense.back.asked', { name: back.askedBy, date: minute(back.askedAt) })}
          </p>
          {back.decision && (
            <p className="text-quiet">
              {t(`admin:suspense.back.${back.decision.kind}`, {
                name: back.decision.by,
                date: minute(back.decision.at),
              })}
            </p>
          )}
        </div>
      )}
      {back && !back.decision && mayTakeBack && <Decide {...props} back={back} />}
      {mayAsk && <Ask {...props} />}
    </div>
  )
}

type Back = NonNullable<AssignedMovement['takingBack']>

function Decide({ back, answer, factors }: Props & { back: Back }) {
  const { t } = useWords()
  const isOf = answer?.values.reversalId === back.id
  const entries = useEntries(isOf ? answer : undefined)
  return (
    <div className="grid gap-3">
      {back.isOwn ? (
        <p className="text-s text-quiet">{t('admin:suspense.back.other')}</p>
      ) : (
        <ActForm
          action={paths.suspense()}
          refusal={entries.refusal}
          submit={t('admin:suspense.back.confirm')}
          tone="refuse"
        >
          <input type="hidden" name="intent" value="confirm" />
          <input type="hidden" name="reversalId" value={back.id} />
          <p className="text-s text-quiet">{t(`admin:suspense.back.dated.${back.dated}`)}</p>
          <StepUpFields
            boundTo={boundTo.takeBackSuspense(back.id)}
            {...factors}
            error={entries.error('code')}
          />
        </ActForm>
      )}
      <Form method="post" action={paths.suspense()}>
        <input type="hidden" name="intent" value="keep" />
        <input type="hidden" name="reversalId" value={back.id} />
        <Button tone="outline">{t('admin:suspense.back.keep')}</Button>
      </Form>
    </div>
  )
}

function Ask({ movement, answer }: Props) {
  const { t } = useWords()
  const { txnId, number } = movement
  const { values } = answer ?? {}
  const isOf = values?.intent === 'ask' && values.txnId === txnId && values.number === String(number)
  const entries = useEntries(isOf ? answer : undefined)
  const choose = { value: '', label: t('admin:choose') }
  return (
    <details open={isOf}>
      <summary className="cursor-pointer py-1">{t('admin:suspense.back.ask')}</summary>
      <ActForm
        action={paths.suspense()}
        refusal={entries.refusal}
        submit={t('admin:suspense.back.ask')}
        tone="outline"
      >
        <input type="hidden" name="intent" value="ask" />
        <input type="hidden" name="txnId" value={txnId} />
        <input type="hidden" name="number" value={number} />
        <p className="text-s text-quiet">{t('admin:suspense.back.lead')}</p>
        <ChoiceField
          id={`reason-${txnId}-${number}`}
          name="reason"
          label={t('admin:suspense.back.reason')}
          defaultValue={entries.value('reason')}
          error={entries.error('reason')}
          required
          choices={[
            choose,
            ...takingBackReasons.map((value) => ({
              value,
              label: t(`admin:suspense.back.reason.${value}`),
            })),
          ]}
        />
        <ChoiceField
          id={`dated-${txnId}-${number}`}
          name="dated"
          label={t('admin:suspense.back.dated')}
          defaultValue={entries.value('dated')}
          error={entries.error('dated')}
          required
          choices={[
            choose,
            ...takingBackDates.map((value) => ({ value, label: t(`admin:suspense.back.dated.${value}`) })),
          ]}
        />
      </ActForm>
    </details>
  )
}
