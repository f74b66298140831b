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
import { scopeToSee } from './scope-to-see.server.ts'

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

/** Hands out a receipt to those who read the fund's expenses, and to who claimed it. Null for one that is not theirs to see. */
export async function openReceipt(asked: {
  staff: ActingStaff
  claimId: string
  receiptId: string
}): Promise<OpenedFile | null> {
  const { staff, claimId, receiptId } = asked
  const scope = await scopeToSee(asked)
  if (!scope) return null
  return inTransaction({ scope }, async (tx) => {
    const { fundId, claimedBy } = await tx.expenseClaim.findUniqueOrThrow({ where: { id: claimId } })
    const receipt = await tx.expenseReceipt.findUnique({ where: { id: receiptId } })
    if (receipt?.claimId !== claimId) return null
    const roles = await rolesInFund(tx, { staffId: staff.id, fundId })
    if (!may(roles, claimedBy === staff.id ? 'expenses:own' : 'expenses:read')) return null
    const { mediaType, sha256 } = receipt
    const name = fileName(`receipt-${sha256.slice(0, 8)}`, mediaType)
    return { bytes: openReceiptBytes(receiptId, receipt.sealed), mediaType, name }
  })
}

export const openReceiptBytes = (receiptId: string, sealed: Uint8Array): Buffer =>
  openBytes(sealed, cell(receiptId))

const cell = (row: string) => ({ table: 'expense_receipt', column: 'sealed', row })
