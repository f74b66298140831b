import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import { useWords } from '#app/components/words.ts'
import { isGiftKind, kindsFitting, writeMeaning } from '#app/domain/suspense/suspense.ts'
import type { WaitingMovement } from '#app/domain/suspense/suspense-page.server.ts'
import { paths } from '#app/http/paths.ts'

type Fund = { id: string; name: string }

type Props = {
  movements: WaitingMovement[]
  /** What a gift may be named for; null for someone who only reads. */
  funds: Fund[] | null
  timezone: string
  answer: FormAnswer | undefined
}

/** Each movement that nobody could name, with what Stripe says of it, and the question what it was. */
export function Waiting({ movements, funds, timezone, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const isOf = ({ txnId }: WaitingMovement) => !answer?.values.intent && answer?.values.txnId === txnId
  // Someone else may have named it in the meantime: then there is no form left to say it beside.
  const orphaned = entries.refusal && !movements.some(isOf)
  return (
    <>
      {orphaned && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      {movements.length > 0 && (
        <ul className="grid">
          {movements.map((movement) => (
            <li key={movement.txnId} className="grid gap-4 border-t border-hairline py-5 lg:grid-cols-2">
              <Facts movement={movement} timezone={timezone} />
              {funds && (
                <AssignForm
                  movement={movement}
                  funds={funds}
                  answer={isOf(movement) ? answer : undefined}
                  timezone={timezone}
                />
              )}
            </li>
          ))}
        </ul>
      )}
    </>
  )
}

function Facts({ movement, timezone }: { movement: WaitingMovement; timezone: string }) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const { netCents, grossCents, feeCents } = movement
  const size = netCents < 0n ? -netCents : netCents
  const went = netCents < 0n ? 'out' : 'in'
  const facts = [
    [t('admin:suspense.fact.why'), t(`admin:suspense.reason.${movement.reason}`)],
    [t('admin:suspense.fact.when'), minute(movement.createdAt)],
    ...(feeCents === 0n
      ? []
      : [
          [
            t('admin:suspense.fact.fee'),
            t('admin:suspense.fee', { gross: money(grossCents), fee: money(feeCents) }),
          ],
        ]),
  ]
  return (
    <div>
      <h2 id={movement.txnId} className="figures text-l font-semibold">
        {t(`admin:suspense.amount.${went}`, { amount: money(size) })}
      </h2>
      <dl className="mt-2 grid gap-x-4 gap-y-1 text-s sm:grid-cols-[8rem_1fr]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="mt-1 text-quiet sm:mt-0">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
        <dt className="mt-1 text-quiet sm:mt-0">{t('admin:suspense.fact.stripe')}</dt>
        <dd className="break-all">
          <code dir="ltr">{movement.type}</code>
          <br />
          <code dir="ltr">{movement.txnId}</code>
          {movement.sourceId && (
            <>
              <br />
              <code dir="ltr">{movement.sourceId}</code>
            </>
          )}
        </dd>
      </dl>
    </div>
  )
}

type AssignFormProps = {
  movement: WaitingMovement
  funds: Fund[]
  answer: FormAnswer | undefined
  timezone: string
}

function AssignForm({ movement, funds, answer, timezone }: AssignFormProps) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const entries = useEntries(answer)
  const { txnId, netCents } = movement
  const kinds = kindsFitting(netCents)
  const choices = kinds.flatMap((kind) =>
    isGiftKind(kind)
      ? funds.map(({ id, name }) => ({
          value: writeMeaning(kind, id),
          label: t(`admin:suspense.as.${kind}`, { fund: name }),
        }))
      : [{ value: writeMeaning(kind, null), label: t(`admin:suspense.as.${kind}`) }],
  )
  return (
    <ActForm action={paths.suspense()} refusal={entries.refusal} submit={t('admin:suspense.submit')}>
      <input type="hidden" name="txnId" value={txnId} />
      <ChoiceField
        id={`as-${txnId}`}
        name="as"
        label={t('admin:suspense.as')}
        hint={t(`admin:suspense.hint.${netCents < 0n ? 'out' : 'in'}`, {
          amount: money(netCents < 0n ? -netCents : netCents),
        })}
        defaultValue={entries.value('as')}
        error={entries.error('as')}
        required
        choices={[{ value: '', label: t('admin:choose') }, ...choices]}
      />
    </ActForm>
  )
}
