import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { ownAdvances } from '../own-advances.server.ts'

/** An advance as whoever carries it needs it. All amounts in cents. */
export type MyAdvance = {
  id: string
  fundName: string
  since: Date
  /** Whether the second signature is missing: nothing was handed over yet. */
  waits: boolean
  amountCents: bigint
  spentCents: bigint
  broughtBackCents: bigint
  /** Counted back by one person's word: theirs to answer for until the other has signed. */
  unsignedCents: bigint
  leftCents: bigint
  /** Empty for a float. */
  covers: MyCover[]
  /** Null while it waits. */
  due: { back: Date; receipts: Date; isBackLate: boolean; areReceiptsLate: boolean } | null
}

type MyCover = {
  disbursementId: string
  caseCode: string
  state: CoverState
  /** Whether it was given to them to post, and so has a page for them. */
  isTheirs: boolean
}

/** Paid with a receipt; tried in vain; or its receipt is still owed. Null where it is over without either. */
type CoverState = 'paid' | 'tried' | 'owed' | null

/**
 * The cash that this person carries or is about to, what is counted back first before the rest. That it is theirs is read in
 * their own narrow scope; how it stands takes the whole fund to know.
 */
export async function myCash(of: { staffId: string; language: string }): Promise<MyAdvance[]> {
  const { own, posted } = await inTransaction(
    { scope: { kind: 'poster', staffId: of.staffId } },
    async (tx) => ({
      own: await ownAdvances(tx),
      posted: await tx.disbursement.findMany({ select: { id: true } }),
    }),
  )
  if (own.length === 0) return []
  const theirs = new Set(posted.map(({ id }) => id))
  const fundIds = [...new Set(own.map(({ fundId }) => fundId))]
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const names = await fundNames(tx, { fundIds, language: of.language })
    const rows = await openAmong(tx, own)
    const covers = await coversOf(tx, rows)
    return rows.map(({ fundId, dueBackAt, receiptsDueAt, ...row }) => {
      const forIt = covers.filter(({ advanceId }) => advanceId === row.id)
      return {
        ...row,
        fundName: names.get(fundId) ?? '',
        covers: forIt.map(({ advanceId: _, ...cover }) => ({
          ...cover,
          isTheirs: theirs.has(cover.disbursementId),
        })),
        due: dueBackAt &&
          receiptsDueAt && {
            ...{ back: dueBackAt, receipts: receiptsDueAt },
            isBackLate: dueBackAt < now(),
            areReceiptsLate: receiptsDueAt < now(),
          },
      }
    })
  })
}

type Row = Omit<MyAdvance, 'fundName' | 'covers' | 'due'> & {
  fundId: string
  dueBackAt: Date | null
  receiptsDueAt: Date | null
}

const openAmong = (tx: Tx, own: { id: string }[]) => tx.$queryRaw<Row[]>`
  select * from (
    select a.id, a.fund_id as "fundId", a.occurred_at as since, c.advance_id is null as waits, a.amount_cents as "amountCents",
           coalesce((select sum(handed_over_cents(p.payment_id)) from advance_payment p where p.advance_id = a.id), 0)::bigint
             as "spentCents",
           coalesce((select sum(r.amount_cents) from advance_return r
                      where r.advance_id = a.id and advance_return_state(r.id) in ('named', 'signed')), 0)::bigint
             as "broughtBackCents",
           advance_unsigned_cents(a.id) as "unsignedCents",
           case when c.advance_id is null then a.amount_cents else advance_left_cents(a.id) end as "leftCents",
           c.due_back_at as "dueBackAt", c.receipts_due_at as "receiptsDueAt"
      from advance a left join advance_confirmation c on c.advance_id = a.id
     where a.id = any(${own.map(({ id }) => id)}::uuid[])
       and not exists (select from advance_withdrawal w where w.advance_id = a.id)) open
   where "leftCents" > 0 order by "dueBackAt" nulls last, since, id`

const coversOf = (tx: Tx, advances: { id: string }[]) => tx.$queryRaw<
  (Omit<MyCover, 'isTheirs'> & { advanceId: string })[]
>`
  select v.advance_id as "advanceId", d.id as "disbursementId", d.case_code as "caseCode",
         case when exists (select from advance_payment p join disbursement_payment x on x.id = p.payment_id
                            where p.advance_id = v.advance_id and x.disbursement_id = d.id) then 'paid'
              when exists (select from posting_attempt t
                            where t.advance_id = v.advance_id and t.disbursement_id = d.id) then 'tried'
              when cash_is_out(d.id) then 'owed' end as state
    from advance_cover v join disbursement d on d.id = v.disbursement_id
   where v.advance_id = any(${advances.map(({ id }) => id)}::uuid[]) order by d.case_code, d.id`
