import { useOutletContext } from '@remix-run/react'
import type { Language } from '#app/words/languages.ts'

/** What every public page may ask of the frame around it. */
export type PublicFrame = {
  language: Language
  timezone: string
  name: string
  phone: string
  statementDescriptor: string
}

export const usePublicFrame = () => useOutletContext<PublicFrame>()
