import { Link } from '@remix-run/react'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { CaseState } from '#app/components/disbursements/case-state.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { InterestLine } from '#app/domain/bonds/reads/recovery-desk.server.ts'
import { paths } from '#app/http/paths.ts'

/** What breached bonds may still bring, with what to do next. */
export function InterestList({ rows, timezone }: { rows: InterestLine[]; timezone: string }) {
  const { t } = useWords()
  const { money, day } = useFormats(timezone)
  const columns: Column<InterestLine>[] = [
    {
      key: 'case',
      header: t('admin:fact.case'),
      names: true,
      cell: ({ id, caseCode }) => (
        <Link to={paths.bond(id)} className="figures inline-block whitespace-nowrap py-0.5">
          {caseCode}
        </Link>
      ),
    },
    {
      key: 'atMost',
      header: t('recovery:interest.at_most'),
      align: 'end',
      cell: ({ atMostCents }) => money(atMostCents),
    },
    { key: 'state', header: t('admin:fact.state'), cell: ({ state }) => <CaseState state={state} /> },
    { key: 'since', header: t('admin:waiting.since'), cell: ({ since }) => day(since) },
    {
      key: 'next',
      header: t('recovery:list.next'),
      cell: ({ id, next }) => (
        <Link to={paths.bond(id)} className="inline-flex py-0.5">
          {t(`recovery:next.${next}`)}
        </Link>
      ),
    },
    { key: 'fund', header: t('admin:fact.fund'), cell: ({ fundNames }) => fundNames.join(', ') },
  ]
  return (
    <section className="grid gap-3">
      <h2 className="text-xl">{t('recovery:interest.title')}</h2>
      <p className="measure text-quiet">{t('recovery:interest.lead')}</p>
      <DataTable
        caption={t('recovery:interest.title')}
        captionHidden
        columns={columns}
        rows={rows}
        rowKey={({ id }) => id}
      />
    </section>
  )
}
