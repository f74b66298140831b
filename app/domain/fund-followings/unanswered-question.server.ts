import type { Tx } from '#app/platform/db.ts'

/** What a donor was asked about a monthly gift when its fund became full, while there is no answer; the first of several. */
export async function unansweredQuestion(
  tx: Tx,
  scheduleId: string,
): Promise<{ fundId: string; lastChargeAt: Date } | null> {
  const [question] = await tx.$queryRaw<{ fundId: string; lastChargeAt: Date }[]>`
    select fund_id as "fundId", last_charge_at as "lastChargeAt" from unanswered_question
     where recurring_donation_id = ${scheduleId}::uuid order by last_charge_at, fund_id limit 1`
  return question ?? null
}
