import { sha256Hex } from '#app/platform/crypto.ts'
import type { ClaimedLine } from './claimed-lines.ts'
import type { ExpenseKind } from './expense.ts'

type Claimed = {
  fundId: string
  kind: ExpenseKind
  claimedBy: string
  cardLast4: string | null
  lines: (Omit<ClaimedLine, 'file'> & { receiptSha256: string })[]
}

/** Names the content: another amount, day, purpose or picture of a receipt is another hash, and needs another approval. */
export const contentHash = ({ fundId, kind, claimedBy, cardLast4, lines }: Claimed): string =>
  sha256Hex(
    JSON.stringify([
      'expense-content-1',
      ...[fundId, kind, claimedBy, cardLast4],
      lines.map(({ position, day, amount, purposeCode, merchantKind, receiptNumber, receiptSha256 }) => [
        ...[position, day, amount.toString(), purposeCode, merchantKind, receiptNumber, receiptSha256],
      ]),
    ]),
  )
