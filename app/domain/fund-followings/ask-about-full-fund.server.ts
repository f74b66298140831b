import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { scheduleFacts, scheduleLines } from '#app/domain/recurring-donations/schedule-facts.server.ts'
import { scheduleLink } from '#app/domain/recurring-donations/schedule-link.ts'
import { nextCharge } from '#app/domain/schedule-wishes/plan-change.ts'
import type { Standing } from '#app/domain/schedule-wishes/wish.ts'
import type { Tx } from '#app/platform/db.ts'

/**
 * Asks the donor of a monthly gift what shall become of it now that its fund is full, once per decision of the fund: the
 * next charge still happens, and without an answer it is the last. Stripe is not asked for anything.
 */
export async function askAboutFullFund(
  tx: Tx,
  { gift, fundId, fundStateChangeId }: { gift: Standing; fundId: string; fundStateChangeId: bigint },
): Promise<void> {
  const lastChargeAt = nextCharge(gift)
  if (!lastChargeAt) throw new Error('a gift that rests is not asked about')
  const key = { fundStateChangeId, recurringDonationId: gift.id }
  const { count } = await tx.fundFullQuestion.createMany({
    data: { ...key, fundId, lastChargeAt, occurredAt: gift.at },
    skipDuplicates: true,
  })
  if (count === 0) return
  const { donorId, email, language, ...facts } = await scheduleFacts(tx, gift.id)
  const lines = await scheduleLines(tx, gift.id, language)
  await queueMail(tx, {
    message: 'monthly-changed',
    dedupeKey: `fund-full:${fundStateChangeId}:${gift.id}`,
    ...{ to: email, donorId, language, aboutFunds: [fundId] },
    props: {
      organization: mailOrganization(await organization()),
      donorName: facts.donorName,
      change: lines.length > 1 ? 'fund_full_asked_part' : 'fund_full_asked',
      fund: lines.find((line) => line.fundId === fundId)?.fund ?? '',
      lines: lines.map(({ fund, giftCents, feeCoverCents }) => ({
        ...{ fund, giftCents: String(giftCents), feeCoverCents: String(feeCoverCents) },
      })),
      amountCents: String(facts.amountCents),
      nextAt: lastChargeAt.toISOString(),
      manageUrl: scheduleLink(gift.id, language),
    },
  })
}
