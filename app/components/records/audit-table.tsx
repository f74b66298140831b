import { Link } from '@remix-run/react'
import { type Column, DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import type { AuditRow } from '#app/domain/audit/list-audit.server.ts'
import { paths } from '#app/http/paths.ts'
import { useAuditWords } from './audit-words.ts'

/** What happened, row by row: who, what, to what, with which figures, and whether the chain holds it yet. */
export function AuditTable({ rows, timezone }: { rows: AuditRow[]; timezone: string }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const columns: Column<AuditRow>[] = [
    {
      key: 'at',
      header: t('admin:audit.column.at'),
      whole: true,
      cell: ({ occurredAt }) => minute(occurredAt),
    },
    {
      key: 'who',
      header: t('admin:audit.column.who'),
      cell: ({ actorKind, actorName }) =>
        actorKind === 'staff' ? <bdi>{actorName}</bdi> : t(`admin:audit.actor.${actorKind}`),
    },
    { key: 'what', header: t('admin:audit.column.what'), names: true, cell: (row) => <What row={row} /> },
    { key: 'on', header: t('admin:audit.column.on'), cell: (row) => <Subject row={row} /> },
    { key: 'fund', header: t('admin:fact.fund'), cell: ({ fundName }) => fundName ?? '–' },
    {
      key: 'sealed',
      header: t('admin:audit.column.sealed'),
      cell: ({ sealedAs }) => (
        <StateMark progress={sealedAs === null ? 'waiting' : 'done'}>
          {sealedAs === null
            ? t('admin:audit.unsealed')
            : t('admin:audit.sealed', { number: String(sealedAs) })}
        </StateMark>
      ),
    },
  ]
  return (
    <DataTable
      caption={t('admin:audit.title')}
      captionHidden
      columns={columns}
      rows={rows}
      rowKey={({ id }) => String(id)}
    />
  )
}

/** The act and its figures; one that was refused says so, and why. */
function What({ row }: { row: AuditRow }) {
  const { t } = useWords()
  const { actionOf, detailOf } = useAuditWords()
  const detail = detailOf(row)
  return (
    <div className="min-w-48">
      {row.outcome === 'refused' && (
        <span className="block text-loss">
          <StateMark progress="lost">{t('admin:audit.outcome.refused')}</StateMark>
        </span>
      )}
      {actionOf(row.action)}
      {detail.length > 0 && (
        <ul className="text-s font-normal text-quiet">
          {detail.map(({ key, words }) => (
            <li key={key}>{words}</li>
          ))}
        </ul>
      )}
    </div>
  )
}

/** Where a subject is looked at by everyone who reads the audit. */
const pageOf: Record<string, (id: string) => string> = {
  disbursement: paths.disbursement,
  bond: paths.bond,
  request: paths.request,
  impact_update: paths.update,
  fund: paths.fundRecord,
  staff: paths.staffRecord,
  audit_sample: paths.sample,
  incident: paths.incidents,
  publication_close: paths.closes,
  suspense: paths.suspense,
  rule: paths.rules,
}

function Subject({ row }: { row: AuditRow }) {
  const { i18n, t } = useWords()
  const { subject, subjectId, subjectName } = row
  const name = i18n.exists(`admin:audit.subject.${subject}`) ? t(`admin:audit.subject.${subject}`) : subject
  const words = subjectName === null ? name : <bdi>{subjectName}</bdi>
  const page = pageOf[subject]
  return page && subjectId ? (
    <Link to={page(subjectId)} className="inline-block py-0.5">
      {words}
    </Link>
  ) : (
    words
  )
}
