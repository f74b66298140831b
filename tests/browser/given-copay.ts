import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { proposePayout } from '#app/domain/copays/propose-payout.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { caseOf, givenAgreement, givenCoPaidBond, givenHeldPart } from '#tests/support/given-copay.ts'
import { givenProposal, type Team } from '#tests/support/given-disbursement.ts'
import { walk } from '#tests/support/given-loss.ts'
import { recordForfeiture } from '#tests/support/proved.ts'

/** A family's part that is held, one that was lost in part with the fund's, and a percentage bond that can be called. */
export async function givenCopays(team: Team) {
  const proposal = await givenProposal(team, { principal: 900_00n })
  const held = await givenHeldPart(team, {
    caseCode: await caseOf(proposal),
    language: 'ar',
    amount: 400_00n,
  })
  await proposePayout({ staff: team.intake, agreementId: held, amount: cents(150_00n) })
  const shared = await givenCoPaidBond(team, { own: 600_00n, family: 200_00n, exposure: 5_000_00n })
  await recordRelease({ staff: team.intake, bondId: shared.bondId, outcome: 'released', knownFrom: 'jail' })
  await walk(team, shared.bondId, ['missed_court', 'forfeiture_noticed'])
  await recordForfeiture({ staff: team.approver, bondId: shared.bondId, knownFrom: 'court_notice' })
  const read = await givenAgreement(team, {
    caseCode: await caseOf(await givenProposal(team, { principal: 800_00n })),
    reading: { language: 'Mam', kind: 'by_phone', interpreter: 'Elena Example' },
  })
  return { proposal, held, read, bond: shared.bondId }
}
