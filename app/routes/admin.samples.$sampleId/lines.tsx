import { Link } from '@remix-run/react'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import type { Entries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import type { SampleLine, SamplePage } from '#app/domain/samples/sample-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { FindingEntry } from './finding-form.tsx'

type Props = { sample: SamplePage; timezone: string; entries: Entries }

/** The bonds of the draw in its order: who showed the original, and what the auditor saw. */
export function SampleLines({ sample, timezone, entries }: Props) {
  const { t } = useWords()
  const { money, day } = useFormats(timezone)
  const columns: Column<SampleLine>[] = [
    {
      key: 'case',
      header: t('admin:fact.case'),
      names: true,
      cell: ({ position, bondId, caseCode }) => (
        <Link to={paths.bond(bondId)} className="figures inline-block whitespace-nowrap py-0.5">
          {t('records:sample.line', { position, code: caseCode })}
        </Link>
      ),
    },
    {
      key: 'amount',
      header: t('records:transfer.amount'),
      align: 'end',
      cell: ({ amountCents }) => money(amountCents),
    },
    { key: 'posted', header: t('records:sample.posted'), whole: true, cell: ({ postedAt }) => day(postedAt) },
    {
      key: 'shown',
      header: t('records:sample.shown'),
      cell: ({ shownBy }) =>
        shownBy.length === 0 ? t('records:sample.shown.nobody') : <bdi>{shownBy.join(' · ')}</bdi>,
    },
    {
      key: 'finding',
      header: t('records:sample.finding'),
      cell: (line) =>
        line.finding ? (
          <StateMark progress={line.finding.result === 'seen' ? 'done' : 'lost'} sentence>
            {t(`records:result.${line.finding.result}`)}
            {line.finding.reason && ` · ${t(`records:finding.${line.finding.reason}`)}`}
          </StateMark>
        ) : sample.mayRecord ? (
          <FindingEntry line={line} entries={entries} />
        ) : (
          <StateMark progress="waiting">{t('records:sample.open')}</StateMark>
        ),
    },
  ]
  return (
    <DataTable
      caption={t('records:sample.lines')}
      captionHidden
      columns={columns}
      rows={sample.lines}
      rowKey={({ position }) => String(position)}
    />
  )
}
