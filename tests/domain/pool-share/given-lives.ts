import { randomUUID } from 'node:crypto'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { givenPostedBond, type Team } from '#tests/support/given-disbursement.ts'
import { recordReturn } from '#tests/support/proved.ts'

type Wanted = { principal?: bigint; fees?: bigint; occurredAt?: Date }

/** Someone goes home: a bond posted and released. Answers the bond's id. */
export async function givenSomeoneHome(team: Team, wanted: Wanted = {}): Promise<string> {
  const { bondId } = await givenPostedBond(team, wanted)
  await recordRelease({
    ...{ staff: team.intake, bondId, outcome: 'released', knownFrom: 'court_docket' },
    ...when(wanted.occurredAt),
  })
  return bondId
}

/** The case ends and the court gives back `principal` less what it keeps. */
export async function givenMoneyBack(
  team: Team,
  bondId: string,
  back: { received: bigint; kept?: bigint; occurredAt?: Date },
): Promise<void> {
  await recordDisposition({
    ...{ staff: team.treasurer, bondId, knownFrom: 'court_docket' },
    ...when(back.occurredAt),
  })
  await recordReturn({
    ...{ staff: team.treasurer, bondId, received: cents(back.received), interest: cents(0n) },
    deductions: back.kept ? [{ reason: 'court_costs', amount: cents(back.kept) }] : [],
    reference: `CHQ-${randomUUID().slice(0, 8)}`,
    ...when(back.occurredAt),
  })
}

const when = (occurredAt: Date | undefined) => (occurredAt ? { occurredAt } : {})
