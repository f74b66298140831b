import { sha256Hex } from '#app/platform/crypto.ts'
import type { ClaimedExpense } from './claim-expense.server.ts'

type Claimed = Pick<ClaimedExpense, 'fundId' | 'kind' | 'cardLast4' | 'lines'> & { claimedBy: string }

/** Names the content: another amount, day, purpose or receipt is another hash, and needs another approval. */
export const contentHash = ({ fundId, kind, claimedBy, cardLast4, lines }: Claimed): string =>
  sha256Hex(
    JSON.stringify([
      'expense-content-1',
      ...[fundId, kind, claimedBy, cardLast4],
      lines.map(({ position, day, amount, purposeCode, merchantKind, receiptNumber }) => [
        ...[position, day, amount.toString(), purposeCode, merchantKind, receiptNumber],
      ]),
    ]),
  )
