import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { MoneyInput } from '#app/components/money-input.tsx'
import { Notice } from '#app/components/notice.tsx'
import { useWords } from '#app/components/words.ts'
import type { FundForecast } from '#app/domain/forecast/fund-forecast.server.ts'
import { nextFundStates, reserveReasons, stateReasons } from '#app/domain/funds/changes.ts'
import type { FundChange } from '#app/domain/funds/fund-changes.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = { fund: FundForecast; timezone: string; mayManage: boolean; answer: FormAnswer | undefined }

/** Whether donors can give, and what is always kept back: the forms of those who decide, and what was decided. */
export function Decisions({ fund, timezone, mayManage, answer }: Props) {
  const { t } = useWords()
  const of = (act: 'state' | 'reserve') => (answer?.values.act === act ? answer : undefined)
  return (
    <section aria-labelledby="decisions" className="grid gap-5">
      <h2 id="decisions" className="text-xl">
        {t('forecast:decisions.title')}
      </h2>
      {mayManage ? (
        <div className="no-print grid gap-10 lg:grid-cols-2">
          <StateForm fund={fund} answer={of('state')} />
          <ReserveForm fund={fund} timezone={timezone} answer={of('reserve')} />
        </div>
      ) : (
        <Notice>{t('forecast:decisions.read_only')}</Notice>
      )}
      <Changes changes={fund.changes} timezone={timezone} />
    </section>
  )
}

function StateForm({ fund, answer }: { fund: FundForecast; answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const next = nextFundStates(fund.state)
  if (next.length === 0) return null
  return (
    <ActForm
      action={paths.fundForecast(fund.id)}
      refusal={entries.refusal}
      submit={t('forecast:state.submit')}
    >
      <input type="hidden" name="act" value="state" />
      <ChoiceField
        name="state"
        label={t('forecast:state.label')}
        hint={t('forecast:state.hint', { state: t(`public:state.${fund.state}`) })}
        defaultValue={entries.value('state')}
        error={entries.error('state')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...next.map((state) => ({ value: state, label: t(`public:state.${state}`) })),
        ]}
      />
      <ChoiceField
        name="stateReason"
        label={t('forecast:reason.label')}
        defaultValue={entries.value('stateReason')}
        error={entries.error('stateReason')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...stateReasons.map((reason) => ({ value: reason, label: t(`forecast:reason.${reason}`) })),
        ]}
      />
    </ActForm>
  )
}

type ReserveFormProps = { fund: FundForecast; timezone: string; answer: FormAnswer | undefined }

function ReserveForm({ fund, timezone, answer }: ReserveFormProps) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const entries = useEntries(answer)
  return (
    <ActForm
      action={paths.fundForecast(fund.id)}
      refusal={entries.refusal}
      submit={t('forecast:reserve.submit')}
    >
      <input type="hidden" name="act" value="reserve" />
      <MoneyInput
        name="reserve"
        label={t('forecast:reserve.label')}
        hint={t('forecast:reserve.hint', { now: money(fund.standing.reserveFloorCents) })}
        defaultValue={entries.value('reserve')}
        error={entries.error('reserve')}
        required
      />
      <ChoiceField
        name="reserveReason"
        label={t('forecast:reason.label')}
        defaultValue={entries.value('reserveReason')}
        error={entries.error('reserveReason')}
        required
        choices={[
          { value: '', label: t('admin:choose') },
          ...reserveReasons.map((reason) => ({ value: reason, label: t(`forecast:reason.${reason}`) })),
        ]}
      />
    </ActForm>
  )
}

function Changes({ changes, timezone }: { changes: FundChange[]; timezone: string }) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  if (changes.length === 0) return <p className="text-quiet">{t('forecast:changes.none')}</p>
  const shown = ({ what }: FundChange, value: string) =>
    what === 'reserve' ? money(BigInt(value)) : t(`public:state.${value}`)
  return (
    <ul className="grid">
      {changes.map((change) => (
        <li key={change.key} className="border-b border-hairline py-2">
          <p>
            {t(`forecast:change.${change.what}`, {
              from: shown(change, change.from),
              to: shown(change, change.to),
            })}{' '}
            {t(`forecast:reason.${change.reason}`)}
          </p>
          <p className="text-s text-quiet">
            <bdi>{change.by}</bdi> · {minute(change.at)}
          </p>
        </li>
      ))}
    </ul>
  )
}
