import { Refusal } from '#app/domain/refusal.ts'
import { inTransaction } from '#app/platform/db.ts'
import { mayDemonstrate } from './may-demonstrate.ts'
import { makeSignInLink, type SignInLink } from './sign-in-link.server.ts'

/** A one-time link that signs a person of the demonstration straight in. Refuses `demonstration_only` with live keys. */
export async function issueDemonstrationLink({ staffId }: { staffId: string }): Promise<SignInLink> {
  if (!mayDemonstrate()) throw new Refusal('demonstration_only')
  return inTransaction({ scope: { kind: 'system' } }, (tx) => makeSignInLink(tx, staffId, 'demonstration'))
}
