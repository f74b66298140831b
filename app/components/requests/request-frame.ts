import { useOutletContext } from '@remix-run/react'
import type { RequestPage } from '#app/domain/requests/reads/request-page.server.ts'

/** What the page of a request hands to the act inside it. */
export type RequestFrame = { page: RequestPage; timezone: string; at: Date }

export const useRequestFrame = (): RequestFrame => useOutletContext<RequestFrame>()
