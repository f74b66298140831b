import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { MoneyInput } from '#app/components/money-input.tsx'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { TextField } from '#app/components/text-field.tsx'
import { useWords } from '#app/components/words.ts'
import { typedDollars } from '#app/domain/money/format.ts'
import type { ShownPolicy } from '#app/domain/refund-policies/policy-page.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { paths } from '#app/http/paths.ts'
import { direction, languages, nativeNames } from '#app/words/languages.ts'

export function PolicyFacts({ policy, timezone }: { policy: ShownPolicy; timezone: string }) {
  const { t } = useWords()
  const { money, day } = useFormats(timezone)
  return (
    <>
      <p className="text-s text-quiet">
        {t('refunds:policy.by', { name: policy.proposedBy, date: day(policy.proposedAt) })}
      </p>
      <Facts
        facts={[
          {
            key: 'alone',
            label: t('refunds:policy.alone'),
            value: money(policy.aloneCents),
            number: true,
          },
          {
            key: 'days',
            label: t('refunds:policy.days'),
            value: policy.days
              ? t('refunds:policy.days.some', { days: policy.days })
              : t('refunds:policy.days.none'),
          },
          ...languages
            .filter((language) => policy.texts[language])
            .map((language) => ({
              key: language,
              label: nativeNames[language],
              value: (
                <p lang={language} dir={direction(language)} className="measure whitespace-pre-line">
                  {policy.texts[language]}
                </p>
              ),
            })),
        ]}
      />
    </>
  )
}

type Proposed = {
  fundId: string
  policy: ShownPolicy
  timezone: string
  reader: { id: string; mayManage: boolean }
  factors: Factors
  answer: unknown
}

/** Waits for another administrator. */
export function ProposedPolicy({ fundId, policy, timezone, reader, factors, answer }: Proposed) {
  const { t } = useWords()
  const confirming = useFormAnswer(answer, 'confirm')
  const rejecting = useFormAnswer(answer, 'reject')
  const action = paths.fundRefunds(fundId)
  return (
    <section aria-labelledby="proposed" className="grid gap-3">
      <h2 id="proposed" className="text-l">
        {t('refunds:policy.proposed')}
      </h2>
      <PolicyFacts policy={policy} timezone={timezone} />
      {reader.mayManage && (
        <div className="grid justify-items-start gap-3">
          {policy.proposedById === reader.id ? (
            <p className="text-s">{t('errors:refund_policy_is_confirmed_by_another')}</p>
          ) : (
            <ActForm
              action={action}
              refusal={confirming.refusal ?? null}
              submit={t('refunds:policy.confirm')}
            >
              <input type="hidden" name="intent" value="confirm" />
              <input type="hidden" name="policyId" value={policy.id} />
              <StepUpFields
                boundTo={boundTo.confirmRefundPolicy(policy.id)}
                {...factors}
                error={confirming.errorOf('code')}
              />
            </ActForm>
          )}
          <Confirm ask={t('refunds:policy.reject')} open={rejecting.refusal !== undefined}>
            <ActForm
              action={action}
              refusal={rejecting.refusal ?? null}
              submit={t('refunds:policy.reject')}
              tone="refuse"
            >
              <input type="hidden" name="intent" value="reject" />
              <input type="hidden" name="policyId" value={policy.id} />
            </ActForm>
          </Confirm>
        </div>
      )}
    </section>
  )
}

type Propose = { fundId: string; inForce: ShownPolicy | null; answer: unknown }

export function ProposePolicy({ fundId, inForce, answer }: Propose) {
  const { t } = useWords()
  const { valueOf: typed, errorOf, refusal } = useFormAnswer(answer, 'propose')
  const alone = inForce?.aloneCents ?? 0n
  return (
    <section aria-labelledby="propose" className="grid gap-4">
      <h2 id="propose" className="text-l">
        {t('refunds:policy.propose.title')}
      </h2>
      <ActForm
        action={paths.fundRefunds(fundId)}
        refusal={refusal ?? null}
        submit={t('refunds:policy.propose.submit')}
      >
        <input type="hidden" name="intent" value="propose" />
        <MoneyInput
          name="alone"
          label={t('refunds:policy.alone')}
          hint={t('refunds:policy.alone.hint')}
          defaultValue={typed('alone') ?? typedDollars(alone)}
          error={errorOf('alone')}
          required
        />
        <Field
          name="days"
          inputMode="numeric"
          label={t('refunds:policy.days')}
          hint={t('refunds:policy.days.hint')}
          defaultValue={typed('days') ?? inForce?.days ?? ''}
          error={errorOf('days')}
          maxLength={4}
        />
        {languages.map((language) => (
          <TextField
            key={language}
            name={`text_${language}`}
            label={t('refunds:policy.text', { language: nativeNames[language] })}
            lang={language}
            dir={direction(language)}
            defaultValue={typed(`text_${language}`) ?? inForce?.texts[language] ?? ''}
            error={errorOf(`text_${language}`)}
            required={language === 'en'}
          />
        ))}
      </ActForm>
    </section>
  )
}
