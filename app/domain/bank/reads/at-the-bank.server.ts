import type { MovementKey } from '#app/domain/bank/forms.ts'
import { fundsWhere, type SignedInStaff } from '#app/domain/staff/staff.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'

/** One movement of something's money at a bank account, and the line of a statement that says so, if any does yet. */
export type AtBank = {
  sourceKind: string
  sourceId: string
  day: string
  amountCents: bigint
  account: { id: string; name: string; last4: string }
  line: { matchId: string; day: string; row: number } | null
}

export type SeenAtBank = {
  movements: AtBank[]
  /** A gift by card that no payout has carried yet. */
  isAtStripe: boolean
}

type Subject = { kind: 'bond' | 'disbursement' | 'gift' | 'remittance' | 'offline_batch'; id: string }

/**
 * What the bank's statements say of the money of a bond, a disbursement, a gift, a remittance or a deposit. Null for people who do not
 * read the bank's lines; accounts of which someone may not see everything are left out.
 */
export async function seenAtBank(of: { staff: SignedInStaff } & Subject): Promise<SeenAtBank | null> {
  const fundIds = fundsWhere(of.staff, 'reconciliation:read')
  if (fundIds.length === 0) return null
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const sources = await sourcesOf(tx, of)
    return {
      movements:
        of.kind === 'offline_batch'
          ? asDeposits(await movementsAtBank(tx, sources))
          : await movementsAtBank(tx, sources),
      isAtStripe: of.kind === 'gift' && sources.length === 0 && (await cameByCard(tx, of.id)),
    }
  })
}

function sourcesOf(tx: Tx, { kind, id }: Subject): Promise<MovementKey[]> {
  switch (kind) {
    case 'disbursement':
      return tx.$queryRaw<MovementKey[]>`
        select 'disbursement_payment' as "sourceKind", p.id::text as "sourceId"
          from disbursement_payment p where p.disbursement_id = ${id}::uuid`
    case 'bond':
      return tx.$queryRaw<MovementKey[]>`
        select 'disbursement_payment' as "sourceKind", p.id::text as "sourceId"
          from bond b join disbursement_payment p on p.disbursement_id = b.disbursement_id where b.id = ${id}::uuid
        union all select 'bond_return', r.id::text from bond_return r where r.bond_id = ${id}::uuid
        union all select 'bond_recovery', r.id::text from bond_recovery r where r.bond_id = ${id}::uuid`
    case 'remittance':
      return tx.$queryRaw<MovementKey[]>`
        select 'bond_return' as "sourceKind", r.return_id::text as "sourceId"
          from remittance_return r join remittance_line l on l.id = r.line_id where l.remittance_id = ${id}::uuid
        union all
        select 'bond_recovery', r.recovery_id::text
          from remittance_recovery r join remittance_line l on l.id = r.line_id where l.remittance_id = ${id}::uuid`
    case 'offline_batch':
      return tx.$queryRaw<MovementKey[]>`
        select 'offline_gift' as "sourceKind", p.id::text as "sourceId"
          from offline_batch_line l join payment p on p.offline_line_id = l.id where l.batch_id = ${id}::uuid`
    case 'gift':
      return tx.$queryRaw<MovementKey[]>`
        select 'payout_arrived' as "sourceKind", i.payout_id as "sourceId"
          from payment p join stripe_payout_item i on i.txn_id = p.txn_id where p.id = ${id}::uuid
        union all
        select 'offline_gift', p.id::text from payment p where p.id = ${id}::uuid and p.offline_line_id is not null
        union all
        select 'offline_reversal', o.id::text from offline_reversal o where o.payment_id = ${id}::uuid`
  }
}

const movementsAtBank = (tx: Tx, sources: MovementKey[]): Promise<AtBank[]> =>
  tx.$queryRaw<AtBank[]>`
    select v.source_kind as "sourceKind", v.source_id as "sourceId", v.day::text as day, v.amount_cents as "amountCents",
           jsonb_build_object('id', b.id, 'name', b.name, 'last4', b.last4) as account, said.line
      from unnest(${sources.map(({ sourceKind }) => sourceKind)}::text[],
                  ${sources.map(({ sourceId }) => sourceId)}::text[]) w (kind, id)
      join bank_movement v on v.source_kind = w.kind and v.source_id = w.id
      join bank_account b on b.id = v.bank_account_id
      left join lateral (
        select jsonb_build_object('matchId', m.id, 'day', l.day, 'row', l.row_number) as line
          from bank_match_movement x join standing_bank_match m on m.id = x.match_id and m.bank_account_id = v.bank_account_id
          join bank_match_line i on i.match_id = m.id join bank_line l on l.id = i.line_id
         where x.source_kind = v.source_kind and x.source_id = v.source_id order by l.day, l.id limit 1) said on true
     order by v.day, v.source_kind, v.source_id`

/** The gifts of one deposit are one line of the bank, or a few: those with one line are told as one, and those with none yet. */
function asDeposits(gifts: AtBank[]): AtBank[] {
  const deposits = new Map<string, AtBank>()
  for (const gift of gifts) {
    const key = `${gift.account.id} ${gift.line?.matchId ?? ''}`
    const before = deposits.get(key)
    const amountCents = (before?.amountCents ?? 0n) + gift.amountCents
    deposits.set(key, {
      ...(before ?? { ...gift, sourceKind: 'offline_batch', sourceId: gift.line?.matchId ?? '' }),
      amountCents,
    })
  }
  return [...deposits.values()]
}

async function cameByCard(tx: Tx, paymentId: string): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select from payment p where p.id = ${paymentId}::uuid and p.txn_id is not null`
  return rows.length > 0
}

export type FundAtBank = { id: string; name: string; last4: string; openLines: bigint; openMovements: bigint }

/** The bank account at which a fund's money lies now, with what stands unmatched there; null where none is known to this person. */
export async function fundAtBank(of: { staff: SignedInStaff; fundId: string }): Promise<FundAtBank | null> {
  const fundIds = fundsWhere(of.staff, 'reconciliation:read')
  if (!fundIds.includes(of.fundId)) return null
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const rows = await tx.$queryRaw<FundAtBank[]>`
      select b.id::text, b.name, b.last4,
             (select count(*) from standing_bank_line l where l.bank_account_id = b.id and l.match_id is null) as "openLines",
             (select count(*) from bank_movement v where v.bank_account_id = b.id
                 and not exists (select from bank_match_movement x join standing_bank_match m on m.id = x.match_id
                                  where m.bank_account_id = b.id and x.source_kind = v.source_kind and x.source_id = v.source_id)) as "openMovements"
        from bank_account b
       where b.id = (select h.bank_account_id from bank_account_fund h where h.fund_id = ${of.fundId}::uuid
                        and h.from_day <= day_here(now()) order by h.from_day desc limit 1)`
    return rows[0] ?? null
  })
}
