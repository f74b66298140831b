import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { proposeForfeitureCall } from '#app/domain/forfeiture-calls/propose-forfeiture-call.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { givenCoPaidBond } from './given-copay.ts'
import { approveBy, type Team } from './given-disbursement.ts'
import { walk } from './given-loss.ts'
import { recordForfeiture } from './proved.ts'

/** Of $10,000 the fund put down ten percent, and lost it: the court calls for the rest. Approved, and not paid yet. */
export async function givenApprovedCall(team: Team): Promise<{ bondId: string; disbursementId: string }> {
  const { bondId } = await givenCoPaidBond(team, { own: 1_000_00n, family: 0n, exposure: 10_000_00n })
  await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
  await walk(team, bondId, ['missed_court', 'forfeiture_noticed'])
  await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'court_notice' })
  const { disbursementId } = await proposeForfeitureCall({
    ...{ staff: team.intake, bondId, amount: cents(9_000_00n), payee: 'Larkspur County Clerk' },
    ...{ venue: 'Larkspur County Court', evidenceNote: 'Order of judgment seen.' },
  })
  await approveBy(team.approver, disbursementId)
  return { bondId, disbursementId }
}
