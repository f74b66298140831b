import type { ListedRequest } from '#app/domain/refunds/requests-of-payment.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { Confirm } from '../confirm.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import type { Factors } from '../disbursements/approval-form.tsx'
import { Facts } from '../disbursements/facts.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { useFormAnswer } from '../form-answer.ts'
import { StepUpFields } from '../step-up-fields.tsx'
import { useWords } from '../words.ts'
import { RequestStateMark } from './request-state.tsx'

type Props = {
  requests: ListedRequest[]
  /** Where the forms are sent. */
  action: string
  reader: { id: string; mayAct: boolean }
  timezone: string
  factors: Factors
  answer: unknown
}

/** What staff asked Stripe to do, with where each stands and what this person may do about it. */
export function Requests(props: Props) {
  const { t } = useWords()
  const { requests } = props
  if (requests.length === 0) return <p className="text-quiet">{t('refunds:gift.requests.none')}</p>
  return (
    <ul className="grid gap-5">
      {requests.map((request) => (
        <li key={request.id} className="grid gap-3 border-b border-hairline pb-4">
          <Request {...props} request={request} />
        </li>
      ))}
    </ul>
  )
}

type One = Props & { request: ListedRequest }

function Request(props: One) {
  const { t } = useWords()
  const { request, reader, timezone } = props
  const { money, minute } = useFormats(timezone)
  const confirmed = request.steps.find(({ kind }) => kind === 'confirmed')
  const withdrawn = request.steps.find(({ kind }) => kind === 'withdrawn')
  const code = request.steps.find((step) => step.code)?.code
  const isOfTwo = request.kind !== 'evidence'
  const isTheirs = !isOfTwo || request.askedById !== reader.id
  return (
    <>
      <p>
        <strong>{t(`refunds:kind.${request.kind}`, { amount: money(request.amountCents ?? 0n) })}</strong>{' '}
        <RequestStateMark state={request.state} isRefund={request.kind === 'refund'} />
        <span className="block text-s text-quiet">
          {t('refunds:request.by', { name: request.askedBy, date: minute(request.askedAt) })}
          {request.reason && ` · ${t(`refunds:reason.${request.reason}`)}`}
          {confirmed?.by && isOfTwo && ` · ${t('refunds:request.confirmed', { name: confirmed.by })}`}
          {withdrawn?.by && ` · ${t('refunds:request.withdrawn', { name: withdrawn.by })}`}
        </span>
        {code && (
          <span className="block text-s">
            {code === 'never_arrived' || code === 'giver_was_erased'
              ? t(`refunds:request.code.${code}`)
              : t('refunds:request.code', { code })}
          </span>
        )}
      </p>
      {request.evidence && request.state === 'waits' && <Evidence evidence={request.evidence} />}
      {request.state === 'waits' && reader.mayAct && (
        <div className="grid justify-items-start gap-3">
          {isTheirs ? <ConfirmForm {...props} /> : <p className="text-s">{t('refunds:request.own')}</p>}
          <WithdrawForm {...props} />
        </div>
      )}
    </>
  )
}

/** The answer as the bank would get it. */
function Evidence({ evidence }: { evidence: Record<string, string> }) {
  const { t } = useWords()
  return (
    <div className="grid gap-2">
      <p className="measure text-s">{t('refunds:answer.prepared')}</p>
      <Facts
        facts={Object.entries(evidence).map(([field, text]) => ({
          key: field,
          label: t(`refunds:field.${field}`),
          value: (
            <bdi lang="en" className="measure block whitespace-pre-line wrap-anywhere">
              {text}
            </bdi>
          ),
        }))}
      />
    </div>
  )
}

function ConfirmForm({ request, action, factors, answer }: One) {
  const { t } = useWords()
  const own = useOwnAnswer(answer, 'confirm', request.id)
  return (
    <ActForm
      action={action}
      refusal={own.refusal ?? null}
      submit={t(`refunds:request.confirm.${request.kind}`)}
      tone={request.kind === 'acceptance' ? 'refuse' : 'primary'}
    >
      <input type="hidden" name="intent" value="confirm" />
      <input type="hidden" name="requestId" value={request.id} />
      <StepUpFields boundTo={boundTo.confirmRequest(request.id)} {...factors} error={own.errorOf('code')} />
    </ActForm>
  )
}

function WithdrawForm({ request, action, answer }: One) {
  const { t } = useWords()
  const own = useOwnAnswer(answer, 'withdraw', request.id)
  return (
    <Confirm ask={t('refunds:request.withdraw')} open={own.refusal !== undefined}>
      <ActForm
        action={action}
        refusal={own.refusal ?? null}
        submit={t('refunds:request.withdraw')}
        tone="refuse"
      >
        <input type="hidden" name="intent" value="withdraw" />
        <input type="hidden" name="requestId" value={request.id} />
      </ActForm>
    </Confirm>
  )
}

/** Several requests may stand on the page: an answer belongs to the one that was sent. */
function useOwnAnswer(answer: unknown, intent: string, requestId: string) {
  const all = useFormAnswer(answer, intent)
  const none = useFormAnswer(undefined)
  return all.valueOf('requestId') === requestId ? all : none
}
