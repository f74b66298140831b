import type { z } from 'zod'
import { addLine } from '#app/domain/offline-gifts/add-line.server.ts'
import { closeBatch } from '#app/domain/offline-gifts/close-batch.server.ts'
import { CloseForm, FindForm, lineForm, RemoveForm, WithdrawForm } from '#app/domain/offline-gifts/forms.ts'
import { removeLine } from '#app/domain/offline-gifts/remove-line.server.ts'
import { withdrawBatch } from '#app/domain/offline-gifts/withdraw-batch.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { keepRefused } from '#app/http/refused-attempt.ts'
import type { SignedInStaff } from '#app/http/require-staff.ts'
import { isLanguage } from '#app/words/languages.ts'

const forms = {
  find: FindForm,
  add: lineForm(isLanguage),
  remove: RemoveForm,
  close: CloseForm,
  withdraw: WithdrawForm,
}

/** The form that the pressed button belongs to. */
export const formOf = (intent: unknown): (typeof forms)[keyof typeof forms] =>
  typeof intent === 'string' && Object.hasOwn(forms, intent)
    ? forms[intent as keyof typeof forms]
    : WithdrawForm

export type Entered = Exclude<z.output<(typeof forms)[keyof typeof forms]>, z.output<typeof FindForm>>

type Page = {
  id: string
  control: { total: bigint; pieces: number }
  entered: bigint
  left: bigint
  lines: readonly unknown[]
  isWhole: boolean
}

/** One press, one act on one batch. */
export async function workOn(
  { staff, page }: { staff: SignedInStaff; page: Page },
  entered: Entered,
): Promise<void> {
  const on = { staff, batchId: page.id }
  switch (entered.intent) {
    case 'add':
      await addLine({ ...on, giver: entered.giver, piece: entered.piece })
      return
    case 'remove':
      return removeLine({ ...on, lineId: entered.lineId })
    case 'withdraw':
      return withdrawBatch(on)
    case 'close': {
      const closing = {
        ...{ staff, action: 'offline.closed' },
        ...{ subject: 'offline_batch', subjectId: page.id },
      }
      // Said before the proof is asked for, so that nobody spends a code on what cannot be.
      if (!page.isWhole) {
        await keepRefused(closing, 'batch_matches_its_count')
        throw new Refusal('batch_matches_its_count', differenceOf(page))
      }
      await provedBy(
        closing,
        { boundTo: boundTo.closeOfflineBatch({ batchId: page.id, ...page.control }), sent: entered },
        (stepUpId) => closeBatch({ ...on, stepUpId }),
      )
    }
  }
}

const differenceOf = ({ control, entered, left, lines }: Page) => ({
  ...{ entered, counted: control.total, difference: left < 0n ? -left : left },
  ...{ lines: lines.length, pieces: control.pieces },
})
