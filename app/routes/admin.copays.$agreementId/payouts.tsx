import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import type { AgreementPage } from '#app/domain/copays/reads/agreement-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { HowPaid } from './how-paid.tsx'
import { Moment } from './money-forms.tsx'

type Payout = AgreementPage['payouts'][number]
type Props = { page: AgreementPage; timezone: string; factors: Factors; answer: unknown }

/** Each payout with where it stands, and what this person may do about it. */
export function Payouts(props: Props) {
  const { t } = useWords()
  const { money, day } = useFormats(props.timezone)
  const { payouts } = props.page
  if (payouts.length === 0) return null
  return (
    <section className="grid gap-4">
      <h2 className="text-l">{t('copay:payouts.title')}</h2>
      <ul className="grid gap-6">
        {payouts.map((payout) => (
          <li key={payout.id} className="grid gap-3 border-b border-hairline pb-4">
            <p>
              <strong className="figures">{money(payout.amount)}</strong>{' '}
              {t(`copay:payout.state.${payout.state}`)}
              {payout.reference && (
                <>
                  {' · '}
                  <bdi>{payout.reference}</bdi>
                </>
              )}
              <span className="block text-s text-quiet">
                {t('copay:payouts.by', { name: payout.by, date: day(payout.at) })}
              </span>
            </p>
            <Approvals payout={payout} timezone={props.timezone} />
            <PayoutActs {...props} payout={payout} />
          </li>
        ))}
      </ul>
    </section>
  )
}

/** Who agreed, and how many more the fund asks for. */
function Approvals({ payout, timezone }: { payout: Payout; timezone: string }) {
  const { t } = useWords()
  const { day } = useFormats(timezone)
  const { approvals, approvalsRequired } = payout
  const missing = approvalsRequired === null ? 0 : Math.max(approvalsRequired - approvals.length, 1)
  return (
    <>
      {approvals.length > 0 && (
        <ul className="text-s">
          {approvals.map(({ by, at }) => (
            <li key={by}>{t('copay:payouts.approved_by', { name: by, date: day(at) })}</li>
          ))}
        </ul>
      )}
      {missing > 0 && <p className="text-s">{t('copay:payouts.missing', { count: missing })}</p>}
    </>
  )
}

function PayoutActs({ page, factors, answer, payout }: Props & { payout: Payout }) {
  const { t } = useWords()
  const approving = useOwnAnswer(answer, 'approve', payout.id)
  const paying = useOwnAnswer(answer, 'pay', payout.id)
  const withdrawing = useOwnAnswer(answer, 'withdraw', payout.id)
  const { acts } = payout
  const hidden = (intent: string) => (
    <>
      <input type="hidden" name="intent" value={intent} />
      <input type="hidden" name="payoutId" value={payout.id} />
    </>
  )
  const form = { action: paths.copay(page.id) }
  return (
    <div className="grid justify-items-start gap-4">
      {!acts.approve && (
        <ActForm {...form} refusal={approving.refusal ?? null} submit={t('copay:approve.submit')}>
          {hidden('approve')}
          <StepUpFields
            boundTo={boundTo.approvePayout(payout.id)}
            {...factors}
            error={approving.errorOf('code')}
          />
        </ActForm>
      )}
      {!acts.pay && (
        <ActForm {...form} refusal={paying.refusal ?? null} submit={t('copay:pay.submit')}>
          {hidden('pay')}
          <HowPaid payout={payout} drawnCents={page.drawnCents} paying={paying} />
          <Moment
            id={`moment-${payout.id}`}
            value={paying.valueOf('occurredAt')}
            error={paying.errorOf('occurredAt')}
          />
          <StepUpFields boundTo={boundTo.payPayout(payout.id)} {...factors} error={paying.errorOf('code')} />
        </ActForm>
      )}
      {!acts.withdraw && (
        <Confirm ask={t('copay:withdraw.title')}>
          <ActForm
            {...form}
            refusal={withdrawing.refusal ?? null}
            submit={t('copay:withdraw.submit')}
            tone="refuse"
          >
            {hidden('withdraw')}
          </ActForm>
        </Confirm>
      )}
    </div>
  )
}

/** Several payouts may stand on the page: an answer belongs to the one that was sent. */
function useOwnAnswer(answer: unknown, intent: string, payoutId: string) {
  const all = useFormAnswer(answer, intent)
  const none = useFormAnswer(undefined)
  return all.valueOf('payoutId') === payoutId ? all : none
}
