import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { ConstraintViolation } from '#app/platform/constraint.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { countImportedRows } from './count-imported-rows.server.ts'
import { hasNewFindings, noteFindings } from './find-again.server.ts'
import { isDonorList } from './layouts.ts'
import { lockImport, type OpenImport } from './lock-import.server.ts'
import { keepKeys, makeDonors } from './make-donors.server.ts'
import { tellProgress } from './tell-progress.server.ts'

const system = { scope: { kind: 'system' } } as const
const patience = { milliseconds: 300_000 } as const
const atOnce = 10_000

type Count = { rows: number; cents: bigint; donors: number }

/**
 * Brings a confirmed batch in: its donors, its gifts and what its donors asked for, all in one transaction whose last word
 * is that it is in. Until then nothing of it is, and whoever calls it off is first; after it nobody can. Where something is
 * found that was not known when it was decided, nothing comes in and a person looks again.
 */
export async function bringIn({ batchId }: { batchId: string }): Promise<void> {
  const { timezone } = await organization()
  try {
    await inTransaction({ ...system, ...patience }, (tx) => bringAllIn(tx, { batchId, timezone }))
    await countImportedRows()
  } catch (error) {
    const reason = reasonOf(error)
    if (!reason) throw error
    await inTransaction({ ...system, ...patience }, (tx) => stop(tx, { batchId, timezone, reason }))
  }
}

function reasonOf(error: unknown): string | null {
  if (error instanceof Refusal) return error.code
  return error instanceof ConstraintViolation ? error.constraint : null
}

type Of = { batchId: string; timezone: string }

async function bringAllIn(tx: Tx, of: Of): Promise<void> {
  const batch = await lockImport(tx, of.batchId)
  if (batch?.stage !== 'running') return
  if (await hasNewFindings(tx, of)) throw new Refusal('import_has_new_findings')

  const donors = await makeDonors(tx, of.batchId)
  const lastLine = await lastLineOf(tx, of.batchId)
  const isOfDonors = isDonorList(batch.layout)
  await keepKeys(tx, { batchId: of.batchId, eachRow: isOfDonors })
  for (let from = 0; !isOfDonors && from < lastLine; from += atOnce) {
    await writeGifts(tx, { ...of, from, until: from + atOnce })
    await tellProgress({ batchId: of.batchId, done: Math.min(from + atOnce, lastLine), total: lastLine })
  }
  if (isOfDonors) await writeListConsents(tx, of.batchId)
  else await writeConsents(tx, of.batchId)
  const [sum] = isOfDonors ? await listed(tx, of.batchId) : await given(tx, of.batchId)
  await commit(tx, batch, { rows: 0, cents: 0n, ...sum, donors })
}

const given = (tx: Tx, batchId: string): Promise<Omit<Count, 'donors'>[]> => tx.$queryRaw`
  select count(*)::int as rows, coalesce(sum(amount_cents), 0)::bigint as cents from imported_gift where batch_id = ${batchId}::uuid`

const listed = (tx: Tx, batchId: string): Promise<Omit<Count, 'donors'>[]> => tx.$queryRaw`
  select count(*)::int as rows, 0::bigint as cents from imported_donor_key where batch_id = ${batchId}::uuid and kind = 'row'`

async function lastLineOf(tx: Tx, batchId: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ last: number }[]>`
    select coalesce(max(line), 0) as last from import_row where batch_id = ${batchId}::uuid`
  return row?.last ?? 0
}

/** At noon of its day where the organization is: the same day then, whoever reads it. */
async function writeGifts(tx: Tx, of: Of & { from: number; until: number }): Promise<void> {
  await tx.$executeRaw`
    insert into imported_gift (batch_id, line, donor_id, fund_id, purpose_version, amount_cents, given_on, external_id,
                               receipt_number, occurred_at)
    select r.batch_id, r.line, coalesce(r.donor_id, d.id, k.donor_id), r.fund_id,
           (select min(v.version) from fund_purpose v where v.fund_id = r.fund_id), r.amount_cents, r.given_on, r.external_id,
           r.receipt_number, (r.given_on + time '12:00') at time zone ${of.timezone}
      from import_row r left join donor d on d.email = r.email
      left join imported_donor_key k on r.email = '' and r.donor_id is null and k.batch_id = r.batch_id
       and k.token = giver_of_row(r.number_token, r.address_token, r.line)
     where r.batch_id = ${of.batchId}::uuid and r.taken and r.line > ${of.from} and r.line <= ${of.until}`
}

/** Only where the file says so itself, and never over a word that the donor spoke here. */
async function writeConsents(tx: Tx, batchId: string): Promise<void> {
  await tx.$executeRaw`
    insert into donor_consent (donor_id, topic, given_at, source)
    select g.donor_id, 'news', max(g.occurred_at), 'import:' || ${batchId}
      from imported_gift g join import_row r on r.batch_id = g.batch_id and r.line = g.line join donor d on d.id = g.donor_id
     where g.batch_id = ${batchId}::uuid and r.opt_in and r.email = d.email
       and not exists (select from donor_consent c where c.donor_id = any (donor_family(g.donor_id)) and c.topic = 'news')
     group by g.donor_id`
}

/** A list says of no day: who is on it wanted news when it came in. */
async function writeListConsents(tx: Tx, batchId: string): Promise<void> {
  await tx.$executeRaw`
    insert into donor_consent (donor_id, topic, given_at, source)
    select d.id, 'news', ${now()}, 'import:' || ${batchId}
      from import_row r join donor d on d.email = r.email
     where r.batch_id = ${batchId}::uuid and r.taken and r.opt_in and coalesce(r.donor_id, d.id) = d.id
       and not exists (select from donor_consent c where c.donor_id = any (donor_family(d.id)) and c.topic = 'news')
     group by d.id`
}

async function commit(tx: Tx, { id, fundId, run }: OpenImport, count: Count): Promise<void> {
  await recordAudit(tx, {
    ...{ actor: { kind: 'system' }, action: 'import.committed', subject: 'import', subjectId: id, fundId },
    detail: { rows: count.rows, cents: String(count.cents), donors: count.donors },
  })
  await tx.importEvent.create({
    data: { batchId: id, kind: 'committed', run, ...count, occurredAt: now() },
  })
  await tx.importRow.deleteMany({ where: { batchId: id } })
}

/** Nothing came in; what is found by now is shown, and the batch can be started again. */
async function stop(tx: Tx, { batchId, timezone, reason }: Of & { reason: string }): Promise<void> {
  const batch = await lockImport(tx, batchId)
  if (batch?.stage !== 'running') return
  await tx.importEvent.create({
    data: { batchId, kind: 'stopped', run: batch.run, reason, occurredAt: now() },
  })
  await noteFindings(tx, { batchId, timezone })
  await recordAudit(tx, {
    ...{ actor: { kind: 'system' }, action: 'import.stopped', subject: 'import', subjectId: batchId },
    ...{ fundId: batch.fundId, detail: { reason } },
  })
}
