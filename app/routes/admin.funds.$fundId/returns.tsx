import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { DueBack } from '#app/components/due-back.tsx'
import { EmptyState } from '#app/components/empty-state.tsx'
import { useWords } from '#app/components/words.ts'
import type { FundForecast } from '#app/domain/forecast/fund-forecast.server.ts'
import { leastEnded } from '#app/domain/forecast/history.ts'
import type { ProjectedMonth } from '#app/domain/forecast/project-returns.ts'
import { formatDate } from '#app/words/dates.ts'

type Props = { fund: FundForecast; timezone: string }

/** When the money that is out comes back, as far as the fund's own bonds tell, in a picture and in the same figures. */
export function Returns({ fund, timezone }: Props) {
  const { t } = useWords()
  return (
    <section aria-labelledby="returns" className="grid gap-4">
      <h2 id="returns" className="text-xl">
        {t('forecast:returns.title')}
      </h2>
      {fund.returns.outCents === 0n ? (
        <EmptyState title={t('forecast:returns.none.title')}>{t('forecast:returns.none')}</EmptyState>
      ) : (
        <ByMonth fund={fund} timezone={timezone} />
      )}
    </section>
  )
}

function ByMonth({ fund, timezone }: Props) {
  const { t, i18n } = useWords()
  const { money } = useFormats(timezone)
  const { months, outCents, laterCents, lostCents } = fund.returns
  // A month is the same in every time zone: read and shown as UTC, it cannot slip into its neighbour.
  const nameOf = (month: string) =>
    formatDate(new Date(`${month}-15T00:00:00Z`), i18n.language, 'UTC', 'month')
  const columns = useColumns(timezone, nameOf)
  const last = months.at(-1)
  if (!last) return null

  const spans = { low: money(last.lowCents), mid: money(last.midCents), high: money(last.highCents) }
  return (
    <>
      <p className="measure">
        {t('forecast:returns.conclusion', { ...spans, month: nameOf(last.month), out: money(outCents) })}
      </p>
      <DueBack
        title={t('forecast:returns.title')}
        desc={t('forecast:returns.desc', spans)}
        legend={{ mid: t('forecast:returns.legend.mid'), span: t('forecast:returns.legend.span') }}
        months={months.map(({ month, lowCents, midCents, highCents }) => ({
          ...{ month, label: nameOf(month), low: lowCents, mid: midCents, high: highCents },
        }))}
      />
      <DataTable
        caption={t('forecast:returns.table')}
        columns={columns}
        rows={months}
        rowKey={({ month }) => month}
      />
      <p className="measure">
        {t('forecast:returns.rest', { later: money(laterCents), lost: money(lostCents) })}
      </p>
      <Basis fund={fund} />
    </>
  )
}

function useColumns(timezone: string, nameOf: (month: string) => string): Column<ProjectedMonth>[] {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  return [
    {
      key: 'month',
      header: t('forecast:returns.month'),
      names: true,
      cell: ({ month }) => <span className="whitespace-nowrap">{nameOf(month)}</span>,
    },
    {
      key: 'in',
      header: t('forecast:returns.in_month'),
      align: 'end',
      cell: ({ inMonthCents }) => money(inMonthCents),
    },
    { key: 'low', header: t('forecast:returns.low'), align: 'end', cell: ({ lowCents }) => money(lowCents) },
    { key: 'mid', header: t('forecast:returns.mid'), align: 'end', cell: ({ midCents }) => money(midCents) },
    {
      key: 'high',
      header: t('forecast:returns.high'),
      align: 'end',
      cell: ({ highCents }) => money(highCents),
    },
  ]
}

/** What the figures rest on, and where they are no more than a guess. */
function Basis({ fund }: { fund: FundForecast }) {
  const { t } = useWords()
  return (
    <ul className="measure grid gap-1 text-s text-quiet">
      {fund.basis.map(({ kind, lost, endedCount, isGuess }) => (
        <li key={kind}>
          {t(`forecast:basis.${isGuess ? 'guess' : 'history'}`, {
            kind: t(`admin:kind.${kind}`),
            count: endedCount,
            least: leastEnded,
            // Thousandths are enough for a share, and are whole before they are a number.
            lost: Number((lost.cents * 1000n) / lost.ofCents) / 1000,
          })}
        </li>
      ))}
    </ul>
  )
}
