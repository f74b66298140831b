import { z } from 'zod'
import { blindToken, open, seal } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import type { GiftForm } from './gift-form.ts'

/** Whom a gift honours, and whom to tell. Empty: nobody is told, nothing more is said. */
const Tribute = z.object({ name: z.string(), email: z.string(), message: z.string() })
export type Tribute = z.infer<typeof Tribute>

const cellOf = (table: 'gift_tribute' | 'gift_comment', intentId: string) => ({
  ...{ table, column: 'sealed', row: intentId },
})

const recipientToken = (email: string) => blindToken('tribute-recipient', email)

/** Writes what stands beside a gift with its intent: sealed where it may name people. `fundId` is the page's fund. */
export async function keepGiftWords(
  tx: Tx,
  kept: { intentId: string; fundId: string; form: GiftForm },
): Promise<void> {
  const { intentId, fundId, form } = kept
  if (form.tribute !== '') {
    const tribute: Tribute = {
      name: form.tributeName,
      email: form.tributeEmail,
      message: form.tributeMessage,
    }
    await tx.giftTribute.createMany({
      data: {
        ...{ intentId, kind: form.tribute, hasRecipient: tribute.email !== '' },
        sealed: seal(JSON.stringify(tribute), cellOf('gift_tribute', intentId)),
        recipientToken: tribute.email === '' ? null : recipientToken(tribute.email),
      },
      skipDuplicates: true,
    })
  }
  if (form.comment !== '') {
    const sealed = seal(form.comment, cellOf('gift_comment', intentId))
    await tx.giftComment.createMany({
      data: { intentId, fundId, mayBePublic: form.commentPublic, sealed },
      skipDuplicates: true,
    })
  }
  if (form.employer !== '') {
    await tx.giftMatch.createMany({
      data: { intentId, fundId, employer: form.employer },
      skipDuplicates: true,
    })
  }
}

export const openTribute = (intentId: string, sealed: Uint8Array): Tribute =>
  Tribute.parse(JSON.parse(open(sealed, cellOf('gift_tribute', intentId))))

export const openComment = (intentId: string, sealed: Uint8Array): string =>
  open(sealed, cellOf('gift_comment', intentId))
