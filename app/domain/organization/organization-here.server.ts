import type { Tx } from '#app/platform/db.ts'

/** The organization as an open transaction reads it: it must not wait for a second connection while it holds locks. */
export const organizationHere = (tx: Tx) => tx.organization.findFirstOrThrow()
