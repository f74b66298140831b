import type { Cents } from '#app/domain/money/cents.ts'
import { sha256Hex } from '#app/platform/crypto.ts'

/** All that an approval binds. Payees are a set: their order says nothing. */
export type Content = {
  fundId: string
  kind: string
  purposeCode: string
  purposeVersion: number
  caseCode: string
  venue: string
  payees: string[]
  principalCeiling: Cents
  feesCeiling: Cents
  /** Of a part of a bond that funds share: what each of them puts in. */
  sharedAmong?: PartCeilings[] | undefined
}

export type PartCeilings = { fundId: string; principalCeiling: Cents; feesCeiling: Cents }

/** Names the content: another amount, case, venue, purpose or payee is another hash, and needs another approval. */
export function contentHash(content: Content): string {
  return sha256Hex(
    JSON.stringify([
      'disbursement-content-1',
      content.fundId,
      content.kind,
      content.purposeCode,
      content.purposeVersion,
      content.caseCode,
      content.venue,
      [...content.payees].sort(),
      content.principalCeiling.toString(),
      content.feesCeiling.toString(),
      ...(content.sharedAmong ?? []).map((part) => [
        part.fundId,
        part.principalCeiling.toString(),
        part.feesCeiling.toString(),
      ]),
    ]),
  )
}
