import { Link } from '@remix-run/react'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { FundForecast } from '#app/domain/forecast/fund-forecast.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = { fund: FundForecast; timezone: string }

/** The subtraction line by line, so that a reader sees why the figure is what it is, and what stands beside it. */
export function FreeToCommit({ fund, timezone }: Props) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const { standing, averageBondCents, morePeople } = fund
  const lines = [
    { key: 'bank', amount: money(standing.bankCents) },
    { key: 'cash_box', amount: money(standing.cashBoxCents) },
    { key: 'families', amount: money(-standing.familiesCents) },
    { key: 'reserved', amount: money(-standing.reservedCents) },
    { key: 'covered', amount: money(standing.coveredCents) },
    { key: 'nights', amount: money(-standing.nightsCents) },
    { key: 'expenses', amount: money(-standing.expensesDueCents) },
    { key: 'floor', amount: money(-standing.reserveFloorCents) },
  ]
  const beside = [
    { key: 'at_stripe', amount: money(standing.atStripeCents) },
    { key: 'in_transit', amount: money(standing.inTransitCents) },
    { key: 'advances', amount: money(standing.advancesCents) },
    { key: 'out_on_bonds', amount: money(standing.outOnBondsCents) },
    { key: 'due_back', amount: money(standing.dueBackCents) },
    ...(standing.familiesPostedCents > 0n
      ? [{ key: 'families_posted', amount: money(standing.familiesPostedCents) }]
      : []),
    ...(standing.exposureCents > 0n ? [{ key: 'exposure', amount: money(standing.exposureCents) }] : []),
  ]
  return (
    <div className="grid gap-10 lg:grid-cols-2">
      <section aria-labelledby="free" className="grid content-start gap-3">
        <h2 id="free" className="text-xl">
          {t('forecast:free')}
        </h2>
        <table className="w-full max-w-[32rem] border-collapse">
          <caption className="sr-only">{t('forecast:free')}</caption>
          <tbody>
            {lines.map(({ key, amount }) => (
              <tr key={key} className="border-b border-hairline align-baseline">
                <th scope="row" className="py-2 pe-4 text-start font-normal">
                  {t(`forecast:line.${key}`)}
                </th>
                <td className="figures py-2 text-end whitespace-nowrap">{amount}</td>
              </tr>
            ))}
          </tbody>
          <tfoot>
            <tr className="border-t-2 border-edge align-baseline font-semibold">
              <th scope="row" className="py-2 pe-4 text-start">
                {t('forecast:free')}
              </th>
              <td className="figures py-2 text-end whitespace-nowrap">{money(standing.freeCents)}</td>
            </tr>
          </tfoot>
        </table>
        <p>
          <Link to={paths.cashBox(fund.id)} className="inline-block py-1">
            {t('cash:box.link')}
          </Link>
        </p>
        <p className="measure">
          {averageBondCents === null || morePeople === null
            ? t('forecast:more.unknown')
            : t('forecast:more', { count: morePeople, average: money(averageBondCents) })}
        </p>
      </section>
      <section aria-labelledby="beside" className="grid content-start gap-3">
        <h2 id="beside" className="text-xl">
          {t('forecast:beside.title')}
        </h2>
        <dl className="grid">
          {beside.map(({ key, amount }) => (
            <div key={key} className="grid gap-x-4 border-b border-hairline py-2 sm:grid-cols-[1fr_auto]">
              <dt>
                {t(`forecast:beside.${key}`)}
                <span className="block text-s text-quiet">{t(`forecast:beside.${key}.means`)}</span>
              </dt>
              <dd className="figures whitespace-nowrap sm:text-end">{amount}</dd>
            </div>
          ))}
        </dl>
      </section>
    </div>
  )
}
