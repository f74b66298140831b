import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { frequentStatuses, isOfStatus } from './frequent-statuses.server.ts'
import { type Decision, decisionsFor, type Why } from './import.ts'
import { openImport } from './lock-import.server.ts'
import { requireImporter } from './require-importer.server.ts'
import { mayBeTaken, oneRecordEach } from './what-may-be-said.server.ts'

type One = {
  staff: ActingStaff
  batchId: string
  line: number
  /** `known:` and the id of a record that the row was found against. */
  decision: string
  /** Of `same_donor`: whose gift it is. */
  email?: string | undefined
}

/**
 * Decides one row; a later decision replaces it. Refuses `import_unknown`, `import_is_elsewhere`, `role_may_not`,
 * `row_unknown`, `import_donor_unknown`, and by the database's own rules `faulty_row_is_never_taken`, `gift_is_already_here`,
 * `row_needs_a_donor` and `row_needs_a_fund`.
 */
export async function decideRow({ staff, batchId, line, decision, email }: One): Promise<void> {
  const action = 'import.row_decided'
  await attempt({ staff, action, subject: 'import', subjectId: batchId, detail: { line } }, async (tx) => {
    const batch = await openImport(tx, batchId, ['preview'])
    await requireImporter(tx, staff.id, [batch.fundId])
    const donorId = await donorSaid(tx, { batchId, line, decision, email })
    const changed = await tx.$executeRaw`
      update import_row set decision = ${donorId ? 'take' : decision}, donor_id = ${donorId}::uuid,
                            decided_by = ${staff.id}::uuid, decided_at = ${now()}
       where batch_id = ${batchId}::uuid and line = ${line}`
    if (changed === 0) throw new Refusal('row_unknown')
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...{
        action,
        subject: 'import',
        subjectId: batchId,
        fundId: batch.fundId,
        detail: { line, decision: decision.split(':')[0] ?? '' },
      },
    })
  })
}

type Said = Pick<One, 'batchId' | 'line' | 'decision' | 'email'>

/** Whose record a row is given to: one that it was found against, or one that is named by its address; null for its own. */
async function donorSaid(tx: Tx, { batchId, line, decision, email }: Said): Promise<string | null> {
  if (decision === 'same_donor') return donorOf(tx, email ?? '')
  if (!decision.startsWith('known:')) return null
  const donorId = decision.slice('known:'.length)
  const found = JSON.stringify([{ kind: 'donor', ref: donorId }])
  const [donor] = await tx.$queryRaw<{ id: string }[]>`
    select d.id from import_row r join donor d on d.id = ${donorId}::uuid and d.erased_at is null and donor_in_reach(d.id)
     where r.batch_id = ${batchId}::uuid and r.line = ${line} and r.findings @> ${found}::jsonb`
  if (!donor) throw new Refusal('import_donor_unknown', {}, 'decision')
  return donor.id
}

/** Among donors whom these funds may know: whether an address is known elsewhere is not told. */
async function donorOf(tx: Tx, email: string): Promise<string> {
  const [donor] = await tx.$queryRaw<{ id: string }[]>`
    select d.id from donor d where d.email = ${email} and d.email <> '' and d.erased_at is null and donor_in_reach(d.id)`
  if (!donor) throw new Refusal('import_donor_unknown', {}, 'email')
  return donor.id
}

type Many = {
  staff: ActingStaff
  batchId: string
  why: Why | 'problem'
  /** Of `status_unclear`: what the file says; without it, all that are not among the frequent ones. */
  status?: string | undefined
  decision: Decision | 'known'
  /** How many the person was told that it is about. */
  count: number
}

/**
 * Decides all rows that still wait and were found for one reason, and bear one status where that is it. One that also needs a decision of another kind is left to
 * be looked at by itself. Refuses as `decideRow`, and `decision_does_not_fit` and `rows_changed`.
 */
export async function decideRows({ staff, batchId, why, status, decision, count }: Many): Promise<void> {
  const action = 'import.rows_decided'
  await attempt({ staff, action, subject: 'import', subjectId: batchId, detail: { why } }, async (tx) => {
    const batch = await openImport(tx, batchId, ['preview'])
    await requireImporter(tx, staff.id, [batch.fundId])
    if (!decisionsFor[why].includes(decision)) throw new Refusal('decision_does_not_fit')
    const waiting = JSON.stringify([{ why }])
    const by = { batchId, staffId: staff.id, why }
    const changed =
      decision === 'known'
        ? await giveToKnown(tx, by)
        : await tx.$executeRaw`
      with ${frequentStatuses(batchId)}
      update import_row set decision = ${decision}, decided_by = ${staff.id}::uuid, decided_at = ${now()}
       where batch_id = ${batchId}::uuid and undecided
         and case when ${why} = 'problem' then problems <> '[]'
                  else problems = '[]' and findings @> ${waiting}::jsonb and ${isOfStatus(why, status)}
                       and (${decision} <> 'take' or ${mayBeTaken(Prisma.sql`${why}`)}) end`
    if (changed !== count) throw new Refusal('rows_changed')
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      ...{ action, subject: 'import', subjectId: batchId, fundId: batch.fundId },
      detail: { why, decision, rows: changed },
    })
  })
}

/** To the one record that each was found against; a row that fits several records is left to be looked at by itself. */
const giveToKnown = (
  tx: Tx,
  of: { batchId: string; staffId: string; why: string },
): Promise<number> => tx.$executeRaw`
  with ${oneRecordEach(of.batchId)}
  update import_row r
     set decision = 'take', donor_id = o.donor_id, decided_by = ${of.staffId}::uuid, decided_at = ${now()}
    from one_record o where r.batch_id = ${of.batchId}::uuid and r.line = o.line and o.why = ${of.why}`
