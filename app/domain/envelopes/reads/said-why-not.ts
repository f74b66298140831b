import type { WhyNot } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import type { Refusal } from '#app/domain/refusal.ts'

/** A refusal as it crosses the wire to a page. */
export const saidWhyNot = (refusal: Refusal | null): WhyNot =>
  refusal && { code: refusal.code, params: refusal.params }
