import { Link } from '@remix-run/react'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { CaseState } from '#app/components/disbursements/case-state.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { DueBond } from '#app/domain/bonds/reads/recovery-desk.server.ts'
import type { Paper } from '#app/domain/papers/paper-set.ts'
import { paths } from '#app/http/paths.ts'

type Props = { rows: DueBond[]; timezone: string; mayAskIn: string[]; missing: Record<string, Paper[]> }

/** Each bond whose money is due, the most urgent first, with what to do next. */
export function DueList({ rows, timezone, mayAskIn, missing }: Props) {
  const { t } = useWords()
  const formats = useFormats(timezone)
  // A day has no hour: it is the same for every reader.
  const { day } = useFormats('UTC')
  // Who may not ask is shown the bond, where it says who may.
  const mayAsk = ({ fundIds, otherFunds }: DueBond) =>
    otherFunds.length === 0 && fundIds.every((fundId) => mayAskIn.includes(fundId))
  const next = (bond: DueBond) =>
    bond.next === 'record_return' || !mayAsk(bond) ? paths.bond(bond.id) : paths.bondChase(bond.id)
  const columns: Column<DueBond>[] = [
    {
      key: 'case',
      header: t('admin:fact.case'),
      names: true,
      // With a column of their own the funds would stand behind the table's edge on a desk.
      cell: ({ id, caseCode, fundNames }) => (
        <>
          <Link to={paths.bond(id)} className="figures inline-block whitespace-nowrap py-0.5">
            {caseCode}
          </Link>
          <span className="block font-normal text-s text-quiet sm:min-w-36">{fundNames.join(', ')}</span>
        </>
      ),
    },
    {
      key: 'due',
      header: t('recovery:ages.due'),
      align: 'end',
      cell: ({ dueCents, interestAtMost }) => (
        <>
          {formats.money(dueCents)}
          {interestAtMost && (
            <span className="block whitespace-normal text-s text-quiet">
              {t('recovery:interest.up_to', { amount: formats.money(interestAtMost) })}
            </span>
          )}
        </>
      ),
    },
    {
      key: 'days',
      header: <span className="whitespace-normal">{t('recovery:ages.age')}</span>,
      align: 'end',
      cell: ({ daysDue }) => t('admin:bonds.days', { count: daysDue }),
    },
    {
      key: 'lastDay',
      header: t('recovery:list.last_day'),
      cell: ({ lastDay, lastDayFrom }) =>
        lastDay && (
          <>
            <span className="whitespace-nowrap">{day(new Date(lastDay))}</span>
            {lastDayFrom !== 'paper' && (
              <span className="block text-s text-quiet">{t(`dates:last_day.${lastDayFrom}`)}</span>
            )}
          </>
        ),
    },
    { key: 'state', header: t('admin:fact.state'), cell: ({ state }) => <CaseState state={state} /> },
    {
      key: 'chase',
      header: t('recovery:list.last_chase'),
      cell: ({ lastChase }) =>
        lastChase &&
        t('recovery:list.chased', {
          what: t(`recovery:kind.${lastChase.kind}`),
          date: formats.day(lastChase.at),
        }),
    },
    {
      key: 'papers',
      header: t('papers:missing'),
      cell: ({ id }) => missing[id]?.map((paper) => t(`papers:short.${paper}`)).join(', '),
    },
    {
      key: 'next',
      header: t('recovery:list.next'),
      cell: (bond) => (
        <>
          <Link to={next(bond)} className="inline-flex py-0.5">
            {t(`recovery:next.${bond.next}`)}
          </Link>
          {bond.otherFunds.length > 0 && (
            <span className="block text-s text-quiet">
              {t('recovery:list.shared_with', { funds: bond.otherFunds.join(', ') })}
            </span>
          )}
        </>
      ),
    },
  ]
  return (
    <DataTable
      caption={t('recovery:list.title')}
      captionHidden
      columns={columns}
      rows={rows}
      rowKey={({ id }) => id}
    />
  )
}
