import type { Team } from '#tests/support/given-disbursement.ts'
import { givenPrepared, prepare, prepareAll } from '#tests/support/given-preparation.ts'

/** Immigration bonds on their way: asked of ICE, stayed, at another amount, refused, and with a wire that came back. */
export async function givenPreparations(team: Team): Promise<Record<string, string>> {
  const small = { principal: 250_00n }
  const asked = await givenPrepared(team, ['verification_sent'], small)
  const stayed = await givenPrepared(team, ['verification_sent', 'stayed'], small)
  const refused = await givenPrepared(team, ['verification_sent', 'refused'], small)
  const changed = await givenPrepared(team, ['verification_sent'], small)
  await prepare(team.treasurer, changed, 'amount_changed', { amount: 300_00n })
  const wired = ['verification_sent', 'verified', 'contract_signed', 'wire_sent', 'wire_returned'] as const
  const returned = await givenPrepared(team, wired, small)
  await prepareAll(team, returned, ['returned_unposted', 'verification_sent', 'verified'])
  return { asked, stayed, refused, changed, returned }
}
