import { randomBytes } from 'node:crypto'
import { open, seal } from '#app/platform/crypto.ts'

/** What a receipt needs beside the books: who it was made out to and where it went. */
export type ReceiptGiver = { name: string; email: string; language: string }

/** Seals it under a fresh key of this receipt alone, and that key under the vault's. */
export function sealReceipt(giver: ReceiptGiver, paymentId: string): { sealed: Buffer; wrapped: Buffer } {
  const key = randomBytes(32)
  return {
    sealed: seal(JSON.stringify(giver), receiptCell(paymentId), key),
    wrapped: seal(key.toString('base64'), keyCell(paymentId)),
  }
}

/** Throws where the key is another receipt's. */
export function openReceipt(
  kept: { sealed: Uint8Array; wrapped: Uint8Array },
  paymentId: string,
): ReceiptGiver {
  const key = Buffer.from(open(kept.wrapped, keyCell(paymentId)), 'base64')
  return JSON.parse(open(kept.sealed, receiptCell(paymentId), key)) as ReceiptGiver
}

const receiptCell = (paymentId: string) => ({ table: 'kept_receipt', column: 'sealed', row: paymentId })
const keyCell = (paymentId: string) => ({ table: 'receipt_key', column: 'wrapped_key', row: paymentId })
