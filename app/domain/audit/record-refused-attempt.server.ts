import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type AuditEntry, writeAudit } from './record-audit.server.ts'

/**
 * Keeps an attempt that was refused. In a transaction of its own, since the act's was rolled back. It is told to those who
 * answer for the fund that it was aimed at, also where that fund is not the person's own.
 */
export async function recordRefusedAttempt(entry: AuditEntry & { reason: string }): Promise<void> {
  const { reason, ...attempted } = entry
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const fundId = attempted.fundId ?? (await fundOf(tx, attempted))
    await writeAudit(
      tx,
      { ...attempted, ...(fundId ? { fundId } : {}), detail: { ...attempted.detail, reason } },
      'refused',
    )
  })
}

async function fundOf(tx: Tx, { subject, subjectId }: AuditEntry): Promise<string | null> {
  if (!subjectId) return null
  const [row] = await tx.$queryRaw<{ fund_id: string | null }[]>`
    select case ${subject}
             when 'bond' then (select b.fund_id from bond b where b.id::text = ${subjectId})
             when 'disbursement' then (select d.fund_id from disbursement d where d.id::text = ${subjectId})
             when 'person' then (select p.fund_id from person p where p.id::text = ${subjectId})
             when 'request' then (select q.fund_id from help_request q where q.id::text = ${subjectId})
             when 'fund' then (select f.id from fund f where f.id::text = ${subjectId})
           end as fund_id`
  return row?.fund_id ?? null
}
