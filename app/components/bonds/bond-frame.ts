import { useOutletContext } from '@remix-run/react'
import type { BondPage } from '#app/domain/bonds/reads/bond-page.server.ts'

/** What the page of a bond hands to the act inside it. */
export type BondFrame = { page: BondPage; timezone: string }

export const useBondFrame = (): BondFrame => useOutletContext<BondFrame>()
