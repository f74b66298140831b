import { useOutletContext } from '@remix-run/react'
import type { EnvelopePage } from '#app/domain/envelopes/reads/envelope-page.server.ts'
import type { Factors } from '../disbursements/approval-form.tsx'

/** What the page of a night hands to the act inside it. */
export type EnvelopeFrame = { page: EnvelopePage; timezone: string; factors: Factors }

export const useEnvelopeFrame = (): EnvelopeFrame => useOutletContext<EnvelopeFrame>()
