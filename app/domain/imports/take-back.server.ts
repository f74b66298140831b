import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { erasedAddress } from '#app/domain/donor-area/erasure/erased-address.server.ts'
import { lockHolds } from '#app/domain/vault/lock-person.server.ts'
import { now } from '#app/platform/clock.ts'
import { blindToken } from '#app/platform/crypto.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { lockImport } from './lock-import.server.ts'
import { tellProgress } from './tell-progress.server.ts'
import { whoStays } from './who-stays.server.ts'

const atOnce = 1_000

/**
 * Takes a batch back, in one transaction: its gifts end, but for those that a donor holds on a statement or of which something
 * went back; what its file said
 * they asked for ends; and whoever became a donor by it alone, has nothing else and is held by no legal demand is emptied. A
 * donor's row is never removed, so they are emptied as if erased, but under a token of nobody's address: a corrected file may name them again.
 */
export async function takeBack({ batchId }: { batchId: string }): Promise<void> {
  await inTransaction({ scope: { kind: 'system' }, milliseconds: 300_000 }, async (tx) => {
    await lockHolds(tx)
    const batch = await lockImport(tx, batchId)
    if (batch?.stage !== 'undoing') return
    // A statement that names its gifts is issued before, and then they stay, or after, and does not name them.
    await tx.$queryRaw`select hold_import(${batchId}::uuid, true)::text`
    const at = now()
    const ended = await endGifts(tx, batchId, at)
    await tx.donorConsent.updateMany({
      where: { source: `import:${batchId}`, endedAt: null },
      data: { endedAt: at, endedBy: 'import_undone' },
    })
    const donors = await donorsOfItAlone(tx, batchId)
    for (let from = 0; from < donors.length; from += atOnce) {
      await emptyDonors(tx, donors.slice(from, from + atOnce), at)
      await tellProgress({ batchId, done: from, total: donors.length })
    }
    await tx.importEvent.create({
      data: { batchId, kind: 'undone', rows: ended, donors: donors.length, occurredAt: at },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'system' }, action: 'import.undone', subject: 'import', subjectId: batchId },
      ...{ fundId: batch.fundId, detail: { rows: ended, donors: donors.length } },
    })
  })
}

const endGifts = (tx: Tx, batchId: string, at: Date): Promise<number> => tx.$executeRaw`
  insert into imported_gift_end (gift_id, occurred_at)
  select g.id, ${at} from imported_gift g
   where g.batch_id = ${batchId}::uuid
     and not exists (select from annual_statement_line l where l.gift_kind = 'imported' and l.gift_id = g.id)
     and not exists (select from imported_gift_refund r where r.gift_id = g.id)
     and not exists (select from imported_gift_dispute q where q.gift_id = g.id)`

async function donorsOfItAlone(tx: Tx, batchId: string): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select i.donor_id as id from imported_donor i join donor d on d.id = i.donor_id
     where i.batch_id = ${batchId}::uuid and d.erased_at is null
       and i.donor_id not in (select u.donor_id from (${whoStays(batchId)}) u)
       and not exists (select from imported_gift g where g.donor_id = i.donor_id
                        and not exists (select from imported_gift_end x where x.gift_id = g.id))
     order by i.donor_id for update of d`
  return rows.map(({ id }) => id)
}

async function emptyDonors(tx: Tx, ids: string[], at: Date): Promise<void> {
  const rows = ids.map((id) => ({
    id,
    address: erasedAddress(id),
    token: blindToken('undone-import', id).toString('hex'),
  }))
  await tx.$executeRaw`
    insert into donor_erasure (donor_id, email_token, occurred_at)
    select r.id, decode(r.token, 'hex'), ${at} from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, token text)`
  await tx.$executeRaw`
    update donor d set email = r.address, name = '', erased_at = ${at}
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(id uuid, address text) where d.id = r.id`
}
