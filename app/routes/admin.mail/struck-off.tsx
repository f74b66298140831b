import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import { liftReasons } from '#app/domain/mail/mending.ts'
import type { StruckOff as Address } from '#app/domain/mail/struck-off.server.ts'
import { paths } from '#app/http/paths.ts'
import { type DeskAnswer, WholeAddress } from './whole-address.tsx'

type Props = {
  addresses: Address[]
  mayMend: boolean
  timezone: string
  answer: DeskAnswer | undefined
  /** Beside the list, where the same address may stand twice on the page. */
  listed?: 'found'
}

/** Who may not be written to, why and since when; and how someone comes off the list again. */
export function StruckOff({ addresses, mayMend, timezone, answer, listed }: Props) {
  const { t } = useWords()
  if (addresses.length === 0) return <p>{t('donors:mail.struck_off.none')}</p>
  return (
    <ul className="grid">
      {addresses.map((address) => {
        const own = answer?.values.suppressionId === address.id ? answer : undefined
        return (
          <li key={address.id} className="grid gap-x-10 gap-y-3 border-t border-hairline py-4 lg:grid-cols-2">
            <Who address={address} revealed={own?.revealed} timezone={timezone} />
            {mayMend && address.email && (
              <div className="grid content-start gap-4">
                {!own?.revealed && (
                  <WholeAddress act="reveal_address" of={{ suppressionId: address.id }} answer={own} />
                )}
                <Lift
                  address={address}
                  answer={own?.values.act === 'lift' ? own : undefined}
                  place={listed ?? 'list'}
                />
              </div>
            )}
          </li>
        )
      })}
    </ul>
  )
}

type WhoProps = { address: Address; revealed: string | undefined; timezone: string }

function Who({ address, revealed, timezone }: WhoProps) {
  const { t } = useWords()
  const { day } = useFormats(timezone)
  const { cause, reach, occurredAt } = address
  const email = revealed ?? address.email
  return (
    <div className="grid content-start gap-1">
      <p className="font-semibold wrap-anywhere">
        {email ? <bdi dir="ltr">{email}</bdi> : t('donors:mail.struck_off.unknown')}
      </p>
      <p>{t(`donors:mail.cause.${cause}`)}</p>
      <p className="text-s text-quiet">
        {t(`donors:mail.reach.${reach}`)} {t('donors:mail.since', { date: day(occurredAt) })}
      </p>
    </div>
  )
}

type LiftProps = { address: Address; answer: DeskAnswer | undefined; place: string }

function Lift({ address, answer, place }: LiftProps) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const { id } = address
  return (
    <details open={entries.isBack}>
      <summary className="min-h-8 cursor-pointer text-primary">{t('donors:mail.lift.title')}</summary>
      <div className="mt-3">
        <ActForm
          action={paths.mail()}
          refusal={entries.refusal}
          submit={t('donors:mail.lift.submit')}
          tone="outline"
        >
          <input type="hidden" name="act" value="lift" />
          <input type="hidden" name="suppressionId" value={id} />
          <ChoiceField
            id={`lift-${place}-${id}`}
            name="reason"
            label={t('donors:mail.lift.reason')}
            hint={t('donors:mail.lift.hint')}
            error={entries.error('reason')}
            defaultValue={entries.value('reason')}
            required
            choices={[
              { value: '', label: t('admin:choose') },
              ...liftReasons.map((value) => ({ value, label: t(`donors:mail.lift.${value}`) })),
            ]}
          />
        </ActForm>
      </div>
    </details>
  )
}
