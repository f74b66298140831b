import { useOutletContext } from '@remix-run/react'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import type { BondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import type { BondPapers } from '#app/domain/papers/bond-papers.server.ts'

export type BondFrame = { page: BondPage; timezone: string; factors: Factors }

/** What the page of a bond hands to the act inside it. */
export type BondOutlet = BondFrame & { papers: BondPapers }

export const useBondFrame = (): BondOutlet => useOutletContext<BondOutlet>()
