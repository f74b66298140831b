import { inTransaction } from '#app/platform/db.ts'

export type ErasureFacts = {
  gifts: number
  /** Monthly gifts that would be stopped first. */
  running: number
  receiptYears: number
  onHold: boolean
}

/** What a donor should know before they are erased. */
export async function erasureFacts({ donorId }: { donorId: string }): Promise<ErasureFacts> {
  return inTransaction({ scope: { kind: 'donor', donorId } }, async (tx) => {
    const [row] = await tx.$queryRaw<ErasureFacts[]>`
      select (select count(*)::int from payment p where p.donor_id = ${donorId}::uuid) as gifts,
             (select count(*)::int from recurring_donation r where r.donor_id = ${donorId}::uuid and r.state <> 'cancelled') as running,
             (select receipt_years from organization) as "receiptYears",
             donor_is_on_hold(${donorId}::uuid) as "onHold"`
    if (!row) throw new Error('a question without an answer')
    return row
  })
}
