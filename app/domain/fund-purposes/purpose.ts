/** What donors read of a fund in one language. */
export type PurposeText = { language: string; name: string; summary: string; purpose: string }
