import { useOutletContext } from '@remix-run/react'
import type { DisbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import type { Factors } from './approval-form.tsx'

/** What the page of a disbursement hands to the act inside it. */
export type DisbursementFrame = { page: DisbursementPage; timezone: string; factors: Factors }

export const useDisbursementFrame = (): DisbursementFrame => useOutletContext<DisbursementFrame>()
