import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'

const readAtMost = 100

/** Batches to enter, batches to close, gifts to reverse, and papers to print: each for who may do it. */
export async function waitingOfflineGifts(tx: Tx, of: WaitingFor): Promise<Waiting[]> {
  return [...(await batches(tx, of)), ...(await reversals(tx, of)), ...(await papers(tx, of))]
}

async function batches(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const rows = await tx.offlineBatch.findMany({
    where: { state: 'open' },
    include: { offlineBatchLines: { select: { amountCents: true, enteredBy: true } } },
    orderBy: { occurredAt: 'asc' },
    take: readAtMost,
  })
  return rows.flatMap(({ offlineBatchLines: lines, ...row }): Waiting[] => {
    const entered = lines.reduce((sum, { amountCents }) => sum + amountCents, 0n)
    const isWhole = entered === row.controlCents && lines.length === row.controlPieces
    const isOwn = row.openedBy === staff.id || lines.some(({ enteredBy }) => enteredBy === staff.id)
    if (isWhole && isOwn) return []
    const action = isWhole ? 'offline:close' : 'offline:enter'
    if (!row.fundIds.every((fundId) => may(personIn(fundId).roles, action))) return []
    return [
      {
        ...{ act: isWhole ? 'close_offline_batch' : 'enter_offline_batch', to: `/admin/offline/${row.id}` },
        ...{ fundId: row.fundIds[0] ?? '', caseCode: null, since: row.occurredAt, dueAt: null },
        amountCents: isWhole ? row.controlCents : row.controlCents - entered,
      },
    ]
  })
}

async function reversals(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const rows = await tx.offlineReversal.findMany({
    where: { offlineReversalDecision: null, askedBy: { not: staff.id } },
    include: { payment: { include: { donations: true } }, offlineReversalParts: true },
    orderBy: { occurredAt: 'asc' },
    take: readAtMost,
  })
  return rows.flatMap(({ payment, occurredAt, offlineReversalParts: parts }): Waiting[] =>
    payment.donations.every(({ fundId }) => may(personIn(fundId).roles, 'offline:reverse'))
      ? [
          {
            ...{ act: 'confirm_offline_reversal', to: `/admin/offline/gifts/${payment.id}` },
            ...{
              fundId: payment.donations[0]?.fundId ?? '',
              caseCode: null,
              amountCents: parts.reduce((sum, { amountCents }) => sum + amountCents, 0n),
            },
            ...{ since: occurredAt, dueAt: null },
          },
        ]
      : [],
  )
}

async function papers(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const rows = await tx.$queryRaw<{ id: string; funds: string[]; cents: bigint; since: Date }[]>`
    select p.id, p.amount_cents as cents, coalesce(undone.at, r.recorded_at) as since, array_agg(d.fund_id order by d.gift_cents desc, d.fund_id) as funds
      from receipt r join payment p on p.id = r.payment_id join donation d on d.payment_id = p.id
     cross join lateral (select max(g.occurred_at) as at from gift_refund g where g.payment_id = p.id) undone
     where r.mail_id is null and d.fund_id = any (${staff.fundIds}::uuid[])
       -- Undone, whole or in part, it goes once more to whoever was sent it, and says what it counts for since.
       and not exists (select from receipt_printing x where x.payment_id = p.id and (undone.at is null or x.occurred_at > undone.at))
       -- Undone whole before anybody printed it, it is sent to nobody.
       and (undone.at is null or exists (select from receipt_printing x where x.payment_id = p.id)
            or exists (select from offline_gift_left(p.id) l where l.cents > 0))
       and not exists (select from donation o where o.payment_id = p.id and o.fund_id <> all (${staff.fundIds}::uuid[]))
       and not exists (select from donor n where n.id = p.donor_id and n.erased_at is not null)
     group by p.id, r.recorded_at, undone.at order by since limit ${readAtMost}`
  return rows.flatMap(({ id, funds, cents, since }): Waiting[] =>
    funds.every((fundId) => may(personIn(fundId).roles, 'offline:enter'))
      ? [
          {
            ...{ act: 'print_paper', to: `/admin/offline/gifts/${id}`, fundId: funds[0] ?? '' },
            ...{ caseCode: null, amountCents: cents, since, dueAt: null },
          },
        ]
      : [],
  )
}
