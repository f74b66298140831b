import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { log } from '#app/platform/log.ts'
import { recordComposition } from './compose-payout.server.ts'
import { type AtStripe, divideByHand } from './divide-by-hand.ts'

/** As long as a charge may wait for its owner: before that, what a fund had at Stripe is not certain. */
const patience = 3_600_000

type Payout = { id: string; txnId: string; amountCents: bigint; createdAt: Date }

/**
 * Stripe cannot say what a payout made by hand carries (its `reconciliation_status` is `not_applicable`): it is divided over
 * the funds by what each had available at Stripe when it was made. Nothing before all that came earlier is booked.
 */
export async function dividePayout(payoutId: string): Promise<boolean> {
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const payout = await tx.stripePayout.findUnique({ where: { id: payoutId } })
    if (!payout || payout.automatic || now().getTime() - payout.createdAt.getTime() < patience) return false
    await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${payoutId}, 0))::text`
    const done = await tx.stripePayoutEvent.findMany({ where: { payoutId } })
    if (done.some((event) => event.kind === 'composed') || (await waitsForEarlier(tx, payout))) return false
    const shares = divideByHand(payout.amountCents, await atStripe(tx, payout))
    if (!shares) {
      log.error('a payout made by hand is more than the books had at Stripe', { code: 'payout_composition' })
      return false
    }
    await recordComposition(tx, { payout, shares, done })
    return true
  })
}

async function waitsForEarlier(tx: Tx, { id, createdAt }: Payout): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ waits: boolean }[]>`
    select exists (select from stripe_payout p where (p.created_at, p.id) < (${createdAt}, ${id})
                      and not exists (select from stripe_payout_event e where e.payout_id = p.id and e.kind = 'composed')) as waits`
  return row?.waits ?? false
}

/** Told backwards from the balance of now, so that a long history costs nothing. What leaves Stripe is gone at once. */
const atStripe = (tx: Tx, { txnId, createdAt }: Payout): Promise<AtStripe[]> =>
  tx.$queryRaw<AtStripe[]>`
    with later as (
      select t.fund_id, b.created_at > ${createdAt} as after,
             case when d.code = 'stripe' then t.amount_cents else -t.amount_cents end as cents
        from stripe_balance_transaction b
        join ledger_transfer t on t.source_id = b.id and t.source_kind = 'stripe_txn'
        join ledger_account d on d.id = t.debit_account_id
        join ledger_account c on c.id = t.credit_account_id
       where b.id <> ${txnId} and 'stripe' in (d.code, c.code)
         and (b.created_at > ${createdAt} or b.available_on > ${createdAt} and b.net_cents > 0)),
    unready as (
      select fund_id, sum(cents) filter (where after) as after, sum(cents) filter (where not after) as pending
        from later group by fund_id)
    select f.id::text as "fundId", (a.balance_cents - coalesce(u.after, 0))::bigint as whole,
           (a.balance_cents - coalesce(u.after, 0) - coalesce(u.pending, 0))::bigint as available
      from account_balance a join fund f on f.id = a.fund_id left join unready u on u.fund_id = a.fund_id
     where a.code = 'stripe' order by f.slug`
