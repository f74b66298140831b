import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { type Action, rolesFor } from '#app/domain/staff/access.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import { now } from '#app/platform/clock.ts'
import { db, type Tx } from '#app/platform/db.ts'
import { inDays } from './in-days.server.ts'
import type { JournalFormat } from './journal-text.ts'

type Wanted = {
  staff: { id: string; fundIds: string[] }
  format: JournalFormat
  fromDay: string
  throughDay: string
  /** Funds in which they may; the organization's own only for those who answer for all. */
  fundIds: string[]
  stepUpId: string
}

/**
 * Records that the journal of these days leaves the house; the file itself is sent after it, once or again within minutes.
 * Refuses `journal_days_are_in_order`, `journal_is_of_their_funds` and `step_up_is_fresh_and_bound`.
 */
export async function makeJournalExport(wanted: Wanted): Promise<{ exportId: string; transfers: bigint }> {
  const { staff, format, fromDay, throughDay, fundIds } = wanted
  const of = { action: 'journal.exported', subject: 'journal', detail: { format, fromDay, throughDay } }
  return attempt({ staff, ...of }, async (tx) => {
    if (fromDay > throughDay) throw new Refusal('journal_days_are_in_order', {}, 'throughDay')
    if (fundIds.length === 0) throw new Refusal('journal_is_of_their_funds')
    await requireStepUp(tx, {
      ...{ stepUpId: wanted.stepUpId, staffId: staff.id },
      boundTo: boundTo.exportJournal({ format, fromDay, throughDay }),
    })
    const { transfers, last } = await countJournal(tx, { fromDay, throughDay, fundIds })
    const { id: exportId } = await tx.journalExport.create({
      data: {
        ...{ format, fundIds, transfers, lastTransferId: last, exportedBy: staff.id, occurredAt: now() },
        ...{ fromDay: new Date(fromDay), throughDay: new Date(throughDay), stepUpId: wanted.stepUpId },
      },
      select: { id: true },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...of, subjectId: exportId },
      detail: { ...of.detail, transfers: transfers.toString() },
    })
    return { exportId, transfers }
  })
}

type Days = { fromDay: string; throughDay: string; fundIds: string[] }

/** How many transfers these days hold by now, and the last of all. */
async function countJournal(tx: Tx, days: Days): Promise<{ transfers: bigint; last: bigint }> {
  const [row] = await tx.$queryRaw<{ transfers: bigint; last: bigint }[]>`
    select count(*) as transfers, (select coalesce(max(id), 0) from ledger_transfer) as last
      from ledger_transfer t left join late_entry l on l.transfer_id = t.id where ${inDays(days)}`
  return { transfers: row?.transfers ?? 0n, last: row?.last ?? 0n }
}

/** Their own funds, and the organization's own where they answer for all. */
export async function journalFunds(of: {
  staffId: string
  fundIds: string[]
  action: Action
}): Promise<string[]> {
  const [row] = await db().$queryRaw<{ operating: string | null }[]>`
    select f.id::text as operating from fund f where f.kind = 'operating'
       and answers_for_all_funds(${of.staffId}::uuid, ${[...rolesFor(of.action)]})`
  return row?.operating ? [...of.fundIds, row.operating] : of.fundIds
}
