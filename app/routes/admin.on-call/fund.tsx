import { Form } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { DataTable } from '#app/components/data-table.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import { PhoneLink } from '#app/components/phone-link.tsx'
import { useWords } from '#app/components/words.ts'
import type { FundOnCall, ListedTurn, Threshold } from '#app/domain/on-call/on-call-page.server.ts'

type Props = { fund: FundOnCall; timezone: string; answer: FormAnswer | undefined }

/** One fund: what an amount needs, whether enough answer now, and the turns to come. */
export function Fund({ fund, timezone, answer }: Props) {
  const { t } = useWords()
  const entries = useEntries(fund.turns.some(({ id }) => id === answer?.values.turnId) ? answer : undefined)
  return (
    <section aria-labelledby={`fund-${fund.id}`} className="grid gap-4">
      <h2 id={`fund-${fund.id}`} className="text-xl">
        {fund.name}
      </h2>
      {entries.refusal && <Notice tone="refusal">{entries.refusal}</Notice>}
      <ul className="grid gap-1">
        {fund.thresholds.map((threshold) => (
          <ThresholdLine key={threshold.fromCents.toString()} threshold={threshold} timezone={timezone} />
        ))}
      </ul>
      {fund.turns.length === 0 ? (
        <p className="text-quiet">{t('window:on_call.none')}</p>
      ) : (
        <Turns fund={fund} timezone={timezone} />
      )}
    </section>
  )
}

/** Someone who proposed cannot approve: enough are on call only where one more than needed is, or the proposer is not among them. */
function ThresholdLine({ threshold, timezone }: { threshold: Threshold; timezone: string }) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const { fromCents, required, onCall } = threshold
  const standing = onCall > required ? 'enough' : onCall === required ? 'just' : 'too_few'
  return (
    <li className="flex flex-wrap items-baseline gap-x-4">
      <span>{t('window:threshold', { amount: money(fromCents), count: required })}</span>
      <span className={standing === 'too_few' ? 'font-semibold text-loss' : 'text-quiet'}>
        {t(`window:threshold.${standing}`, { count: onCall })}
      </span>
    </li>
  )
}

function Turns({ fund, timezone }: { fund: FundOnCall; timezone: string }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  return (
    <DataTable<ListedTurn>
      caption={t('window:on_call.caption', { fund: fund.name })}
      captionHidden
      columns={[
        { key: 'name', header: t('window:on_call.name'), names: true, cell: ({ name }) => <bdi>{name}</bdi> },
        {
          key: 'when',
          header: t('window:on_call.when'),
          cell: ({ isNow, startsAt, endsAt }) =>
            isNow
              ? t('window:turn.now', { until: minute(endsAt) })
              : t('window:turn.from_until', { from: minute(startsAt), until: minute(endsAt) }),
        },
        { key: 'phone', header: t('window:on_call.phone'), cell: ({ phone }) => <PhoneLink phone={phone} /> },
        {
          key: 'end',
          header: <span className="sr-only">{t('window:on_call.end')}</span>,
          cell: (turn) => turn.mayEnd && <EndTurn turn={turn} />,
        },
      ]}
      rows={fund.turns}
      rowKey={({ id }) => id}
    />
  )
}

function EndTurn({ turn }: { turn: ListedTurn }) {
  const { t } = useWords()
  return (
    <Form method="post">
      <input type="hidden" name="intent" value="end" />
      <input type="hidden" name="turnId" value={turn.id} />
      <Button tone="outline">{turn.isNow ? t('window:on_call.end') : t('window:on_call.drop')}</Button>
    </Form>
  )
}
