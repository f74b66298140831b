import type { CashPlace } from '#app/domain/cash/cash.ts'
import { largeWithSigned } from '#app/domain/cash/large-cash.ts'
import type { AnsweredCash } from '#app/domain/cash/reads/answered-cash.server.ts'
import { type CashAnswer, longestDispute, type SignatureKind } from '#app/domain/cash/signature.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { Confirm } from '../confirm.tsx'
import { ActForm } from '../disbursements/act-form.tsx'
import type { Factors } from '../disbursements/approval-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { FreeText } from '../free-text.tsx'
import { StepUpFields } from '../step-up-fields.tsx'
import { useWords } from '../words.ts'
import { LargeCashNotice } from './large-cash-notice.tsx'

type Props = {
  kind: SignatureKind
  cash: AnsweredCash[]
  /** Cents that went into the bank and out of it within a day. */
  moved: Record<CashPlace, bigint>
  /** Where the answers are recorded. */
  action: string
  factors: Factors
  timezone: string
  answer: FormAnswer | undefined
}

/** What waits for this person: to sign or dispute what another entered with them, or to take back what was entered. */
export function SignatureForms({ cash, ...of }: Props) {
  const { t } = useWords()
  const asked = cash.filter(({ acts }) => !acts.sign || !acts.dispute)
  const own = cash.filter(({ acts }) => acts.sign && acts.dispute && !acts.withdraw)
  return (
    <>
      {asked.length > 0 && (
        <section className="no-print grid gap-4">
          <h2 className="text-l">{t('cash:signature.title')}</h2>
          {asked.map((one) => (
            <Asked key={one.id} {...of} one={one} />
          ))}
        </section>
      )}
      {own.length > 0 && (
        <section className="no-print grid gap-4">
          <h2 className="text-l">{t('cash:unsigned.title')}</h2>
          {own.map((one) => (
            <Own key={one.id} {...of} one={one} />
          ))}
        </section>
      )}
    </>
  )
}

type OfOne = Omit<Props, 'cash'> & { one: AnsweredCash }

function Asked({ one, ...of }: OfOne) {
  const { t } = useWords()
  const { money, minute } = useFormats(of.timezone)
  const said = { name: one.by, amount: money(one.cents), date: minute(one.at) }
  const { answer: disputed } = answered('dispute', { one, ...of })
  const large = largeWithSigned({ kind: of.kind, to: one.to, cents: one.cents }, of.moved)
  return (
    <div className="grid gap-3">
      <p className="measure">
        {of.kind === 'return'
          ? t('cash:signature.return', { ...said, place: t(`cash:place.${one.to}`) })
          : t('cash:signature.move', { ...said, direction: t(`cash:move.to.${one.to}`) })}
      </p>
      {large !== null && <LargeCashNotice cents={large} />}
      {!one.acts.sign && <SignForm one={one} {...of} />}
      {!one.acts.dispute && (
        <Confirm ask={t('cash:dispute.title')} open={disputed !== undefined}>
          <DisputeForm one={one} {...of} />
        </Confirm>
      )}
    </div>
  )
}

function Own({ one, ...of }: OfOne) {
  const { t } = useWords()
  const { money, minute } = useFormats(of.timezone)
  const { values, answer } = answered('withdraw', { one, ...of })
  const entries = useEntries(answer)
  return (
    <div className="grid gap-3">
      <p className="measure">
        {t('cash:unsigned.lead', {
          ...{ name: one.by, amount: money(one.cents), date: minute(one.at) },
          state: t(`cash:signed.${one.state}`, { witness: one.witness, words: one.words }),
        })}
      </p>
      <Confirm ask={t('cash:withdraw.title')} open={answer !== undefined}>
        <ActForm
          action={of.action}
          refusal={entries.refusal}
          submit={t('cash:unsigned.withdraw')}
          tone="refuse"
        >
          <Hidden values={values} />
          <p className="measure">{t('cash:unsigned.withdraw.lead')}</p>
        </ActForm>
      </Confirm>
    </div>
  )
}

function SignForm(of: OfOne) {
  const { t } = useWords()
  const { values, answer } = answered('sign', of)
  const entries = useEntries(answer)
  const bound = of.kind === 'return' ? boundTo.signReturn(of.one.id) : boundTo.signMove(of.one.id)
  return (
    <ActForm action={of.action} refusal={entries.refusal} submit={t('cash:signature.submit')}>
      <Hidden values={values} />
      <StepUpFields boundTo={bound} {...of.factors} error={entries.error('code')} />
    </ActForm>
  )
}

function DisputeForm(of: OfOne) {
  const { t } = useWords()
  const { values, answer } = answered('dispute', of)
  const entries = useEntries(answer)
  return (
    <ActForm action={of.action} refusal={entries.refusal} submit={t('cash:dispute.submit')} tone="refuse">
      <Hidden values={values} />
      <FreeText
        id={`dispute-${of.one.id}`}
        name="note"
        label={t('cash:dispute.words')}
        hint={t('cash:dispute.hint')}
        defaultValue={entries.value('note')}
        error={entries.error('note')}
        maxLength={longestDispute}
        rows={3}
        required
      />
    </ActForm>
  )
}

/** What a form says of itself, and what came back of this very one. */
function answered(answer: CashAnswer, { kind, one, answer: back }: OfOne) {
  const values = { act: `${answer}_${kind}`, [`${kind}Id`]: one.id }
  const isIts = Object.entries(values).every(([name, value]) => back?.values[name] === value)
  return { values, answer: isIts ? back : undefined }
}

const Hidden = ({ values }: { values: Record<string, string> }) =>
  Object.entries(values).map(([name, value]) => <input key={name} type="hidden" name={name} value={value} />)
