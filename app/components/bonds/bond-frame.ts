import { useOutletContext } from '@remix-run/react'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import type { BondPage } from '#app/domain/bonds/reads/bond-page.server.ts'

/** What the page of a bond hands to the act inside it. */
export type BondFrame = { page: BondPage; timezone: string; factors: Factors }

export const useBondFrame = (): BondFrame => useOutletContext<BondFrame>()
