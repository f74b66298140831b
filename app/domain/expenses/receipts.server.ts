import { randomUUID } from 'node:crypto'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { fileName } from '#app/domain/documents/document.ts'
import type { OpenedFile } from '#app/domain/documents/hand-out-document.server.ts'
import { type ReadFile, readPicture } from '#app/domain/documents/read-file.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { may } from '#app/domain/staff/access.ts'
import { openBytes, seal, sha256Hex } from '#app/platform/crypto.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'

export type Receipt = ReadFile & { sha256: string }

/** What was brought, by its own bytes and without what a camera wrote into it. Refuses beside `field` what `readPicture` does. */
export function readReceipt(file: Uint8Array, field: string): Receipt {
  try {
    const picture = readPicture(file)
    return { ...picture, sha256: sha256Hex(picture.bytes) }
  } catch (error) {
    if (error instanceof Refusal) throw new Refusal(error.code, error.params, field)
    throw error
  }
}

/** It tells a day, a place and an amount: it rests sealed, with the books' own key. */
export async function keepReceipt(
  tx: Tx,
  { claimId, position, receipt }: { claimId: string; position: number; receipt: Receipt },
): Promise<void> {
  const id = randomUUID()
  const { bytes, mediaType, sha256 } = receipt
  await tx.expenseReceipt.create({
    data: {
      ...{ id, claimId, position, sha256, mediaType },
      byteSize: bytes.length,
      sealed: seal(bytes, cell(id)),
    },
    select: { id: true },
  })
}

/** Hands out a receipt to those who read the fund's expenses. Null for one that is not theirs to see. */
export const openReceipt = (asked: {
  staff: ActingStaff
  claimId: string
  receiptId: string
}): Promise<OpenedFile | null> =>
  inTransaction({ scope: { kind: 'staff', fundIds: asked.staff.fundIds } }, async (tx) => {
    const { claimId, receiptId } = asked
    const claim = await tx.expenseClaim.findUnique({ where: { id: claimId }, select: { fundId: true } })
    const receipt = await tx.expenseReceipt.findUnique({ where: { id: receiptId } })
    if (!claim || receipt?.claimId !== claimId) return null
    const roles = await rolesInFund(tx, { staffId: asked.staff.id, fundId: claim.fundId })
    if (!may(roles, 'expenses:read')) return null
    const { mediaType, sha256 } = receipt
    const name = fileName(`receipt-${sha256.slice(0, 8)}`, mediaType)
    return { bytes: openReceiptBytes(receiptId, receipt.sealed), mediaType, name }
  })

export const openReceiptBytes = (receiptId: string, sealed: Uint8Array): Buffer =>
  openBytes(sealed, cell(receiptId))

const cell = (row: string) => ({ table: 'expense_receipt', column: 'sealed', row })
