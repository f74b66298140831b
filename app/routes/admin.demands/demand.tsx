import { CheckField } from '#app/components/check-field.tsx'
import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { FieldError } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { givenKinds } from '#app/domain/demands/demand.ts'
import type { ListedDemand } from '#app/domain/demands/list-demands.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  demand: Omit<ListedDemand, 'fundId'> & { fund: string | null }
  timezone: string
  answer: FormAnswer | undefined
}

/** One demand: what it is, whom it covers, how long it holds, and in the end what was given. */
export function Demand({ demand, timezone, answer }: Props) {
  const { t } = useWords()
  const { day } = useFormats(timezone)
  // A day without an hour is the same day everywhere.
  const { day: calendarDay } = useFormats('UTC')
  const { closing, deadlineOn, receivedOn, coversFrom, coversUntil } = demand
  const named = (date: string | null) => (date === null ? '' : calendarDay(new Date(date)))
  const days =
    coversFrom || coversUntil
      ? ([
          [
            t('vault:demands.fact.days'),
            t('vault:demands.days_said', {
              which: coversFrom ? (coversUntil ? 'both' : 'from') : 'until',
              from: named(coversFrom),
              until: named(coversUntil),
            }),
          ],
        ] as const)
      : []
  const facts = [
    [
      t('vault:demands.fact.covers'),
      t(`vault:demands.scope.${demand.scope}`, { fund: demand.fund ?? '', code: demand.caseCode ?? '' }),
    ],
    ...days,
    [t('vault:demands.fact.received'), calendarDay(new Date(receivedOn))],
    [t('vault:demands.fact.counsel'), <bdi key="counsel">{demand.counsel}</bdi>],
    [
      t('vault:demands.fact.opened'),
      t('vault:demands.fact.opened_by', { date: day(demand.occurredAt), name: demand.openedBy }),
    ],
  ] as const
  const open = deadlineOn
    ? t('vault:demands.open_until', { date: calendarDay(new Date(deadlineOn)) })
    : t('vault:demands.open_no_date')
  return (
    <article aria-labelledby={demand.id} className="grid gap-3">
      <h3 id={demand.id} className="text-l font-semibold">
        {t(`vault:demands.kind.${demand.kind}`)}
      </h3>
      <p className={closing ? 'text-quiet' : 'font-semibold text-loss'}>
        {closing ? t('vault:demands.closed', { date: day(closing.at), name: closing.by }) : open}
      </p>
      <dl className="grid gap-x-4 gap-y-1 text-s sm:grid-cols-[8rem_1fr]">
        {facts.map(([name, value]) => (
          <div key={name} className="contents">
            <dt className="mt-1 text-quiet sm:mt-0">{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      {closing ? (
        <p className="text-s">
          {t('vault:demands.given', {
            given: closing.given.map((each) => t(`vault:given.${each}`)).join(', '),
          })}
        </p>
      ) : answer ? (
        <CloseForm demandId={demand.id} answer={answer} />
      ) : (
        <Confirm ask={t('vault:demands.close')}>
          <CloseForm demandId={demand.id} answer={undefined} />
        </Confirm>
      )}
    </article>
  )
}

function CloseForm({ demandId, answer }: { demandId: string; answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  const chosen = [answer?.values.given ?? []].flat()
  const id = `given-${demandId}`
  return (
    <ActForm
      action={paths.demands()}
      refusal={entries.refusal}
      submit={t('vault:demands.close_submit')}
      tone="refuse"
    >
      <p className="measure text-s">{t('vault:demands.close_lead')}</p>
      <input type="hidden" name="intent" value="close" />
      <input type="hidden" name="demandId" value={demandId} />
      <fieldset aria-describedby={entries.error('given') && `${id}-error`}>
        <legend className="font-semibold">{t('vault:demands.what_given')}</legend>
        <div className="mt-2 grid gap-2">
          {givenKinds.map((kind) => (
            <CheckField
              key={kind}
              id={`${id}-${kind}`}
              name="given"
              value={kind}
              label={t(`vault:given.${kind}`)}
              defaultChecked={chosen.includes(kind)}
            />
          ))}
        </div>
        <FieldError id={id} error={entries.error('given')} />
      </fieldset>
    </ActForm>
  )
}
