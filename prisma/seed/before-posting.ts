import type { PreparationStep } from '#app/domain/bond-preparation/preparation.ts'
import { recordPreparation } from '#app/domain/bond-preparation/record-preparation.server.ts'
import { proposeDisbursement } from '#app/domain/disbursements/propose-disbursement.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { seen } from './approved.ts'
import type { DemonstrationStaff } from './people.ts'

const day = 86_400_000

/** Immigration bonds that ICE has not let through: one unanswered, one stayed, one at a higher amount. */
const bonds: { dollars: number; steps: [to: PreparationStep, daysAgo: number, dollars?: number][] }[] = [
  { dollars: 4_000, steps: [['verification_sent', 6]] },
  {
    dollars: 7_500,
    steps: [
      ['verification_sent', 10],
      ['stayed', 9],
    ],
  },
  {
    dollars: 3_000,
    steps: [
      ['verification_sent', 3],
      ['amount_changed', 2, 3_500],
    ],
  },
]

export async function seedBeforePosting(
  fundId: string,
  { dana }: DemonstrationStaff,
  today: Date,
): Promise<void> {
  const ago = (days: number) => new Date(today.getTime() - days * day)
  for (const { dollars, steps } of bonds) {
    const { disbursementId } = await asOfTime(ago(11), () =>
      proposeDisbursement({
        staff: dana,
        proposal: {
          ...{ fundId, kind: 'immigration_bond', purposeCode: 'immigration_bond' },
          ...{ principalCeiling: cents(dollars * 100), feesCeiling: zero },
          payees: ['Department of Homeland Security, bond office'],
          ...{ venue: 'ICE field office (fictional)', evidenceNote: seen },
        },
      }),
    )
    for (const [to, daysAgo, now] of steps) {
      const amount = now === undefined ? null : cents(now * 100)
      await asOfTime(ago(daysAgo), () =>
        recordPreparation({ staff: dana, disbursementId, to, knownFrom: 'ice_notice', amount }),
      )
    }
  }
}
