import type { Check, Queryable } from '#app/domain/ledger/check.ts'
import { verifyLinks } from './verify-chain.server.ts'

/** Recomputes the chain from its beginning. Answers the first link that no longer fits its event. */
async function firstBrokenLink(db: Queryable): Promise<Record<string, unknown> | null> {
  const { broken } = await verifyLinks(db, { from: 1n, to: null })
  return broken && { seq: broken.seq, event_id: broken.eventId }
}

export const auditChecks: Check[] = [{ name: 'audit_chain_is_intact', run: firstBrokenLink }]
