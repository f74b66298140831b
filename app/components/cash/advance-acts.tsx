import type { AdvancePage } from '#app/domain/cash/reads/advance-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { Confirm } from '../confirm.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import type { Factors } from '../disbursements/approval-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { WhyNot } from '../disbursements/why-not.tsx'
import { StepUpFields } from '../step-up-fields.tsx'
import { useWords } from '../words.ts'
import { AttemptForm } from './attempt-form.tsx'
import { BackForm } from './back-form.tsx'
import { LargeCashNotice } from './large-cash-notice.tsx'
import { SignatureForms } from './signature-forms.tsx'

type Props = { page: AdvancePage; factors: Factors; answer?: FormAnswer | undefined }
type ActsProps = Props & { timezone: string }
type FormProps = { page: AdvancePage; answer: FormAnswer | undefined }

/** Exactly what this person may do with this advance now; for the rest, why not. */
export function AdvanceActs({ page, factors, timezone, answer }: ActsProps) {
  const { t } = useWords()
  const { acts, state } = page
  const of = (act: string) => (answer?.values.act === act ? answer : undefined)
  const signatures = (
    <SignatureForms
      kind="return"
      cash={page.returns}
      moved={page.movedWithinADay}
      action={paths.advance(page.id)}
      factors={factors}
      timezone={timezone}
      answer={answer}
    />
  )
  if (state === 'settled' || state === 'withdrawn')
    return (
      <>
        {signatures}
        <p className="text-quiet">{t(`cash:advance.${state}`)}</p>
      </>
    )
  return (
    <>
      {signatures}
      {state === 'waiting' && page.largeCents !== null && <LargeCashNotice cents={page.largeCents} />}
      {!acts.confirm && <ConfirmForm page={page} factors={factors} answer={of('confirm')} />}
      {!acts.attempt && page.covers.some(({ out }) => out) && (
        <section className="grid gap-4">
          <h2 className="text-l">{t('cash:attempt.title')}</h2>
          <AttemptForm
            action={paths.advance(page.id)}
            of={page.covers.filter(({ out }) => out)}
            answer={of('attempt')}
          />
        </section>
      )}
      {!acts.bring_back && <BackForm page={page} answer={of('bring_back')} />}
      {!acts.withdraw && (
        <Confirm ask={t('cash:withdraw.title')}>
          <WithdrawForm page={page} answer={of('withdraw')} />
        </Confirm>
      )}
      <WhyNot
        reasons={
          state === 'waiting'
            ? [{ act: t('cash:confirm.title'), why: acts.confirm }]
            : [{ act: t('cash:back.title'), why: acts.bring_back }]
        }
      />
    </>
  )
}

function ConfirmForm({ page, factors, answer }: Props) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const entries = useEntries(answer)
  return (
    <section className="grid gap-4">
      <h2 className="text-l">{t('cash:confirm.title')}</h2>
      <ActForm action={paths.advance(page.id)} refusal={entries.refusal} submit={t('cash:confirm.submit')}>
        <input type="hidden" name="act" value="confirm" />
        <p className="measure">
          {t('cash:confirm.lead', {
            amount: money(page.amountCents),
            poster: page.poster,
            place: t(`cash:place.${page.source}`),
          })}
        </p>
        <StepUpFields boundTo={boundTo.confirmAdvance(page.id)} {...factors} error={entries.error('code')} />
      </ActForm>
    </section>
  )
}

function WithdrawForm({ page, answer }: FormProps) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <ActForm
      action={paths.advance(page.id)}
      refusal={entries.refusal}
      submit={t('cash:withdraw.submit')}
      tone="refuse"
    >
      <input type="hidden" name="act" value="withdraw" />
      <p className="measure">{t('cash:withdraw.lead')}</p>
    </ActForm>
  )
}
