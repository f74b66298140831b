import type { z } from 'zod'
import { Refusal } from '#app/domain/refusal.ts'
import { addRemittanceLine } from '#app/domain/remittances/add-remittance-line.server.ts'
import { closeRemittance } from '#app/domain/remittances/close-remittance.server.ts'
import { CloseForm, LineForm, PasteForm, RemoveForm, WithdrawForm } from '#app/domain/remittances/forms.ts'
import { pasteRemittanceLines } from '#app/domain/remittances/paste-remittance-lines.server.ts'
import { removeRemittanceLine } from '#app/domain/remittances/remove-remittance-line.server.ts'
import { withdrawRemittance } from '#app/domain/remittances/withdraw-remittance.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { keepRefused } from '#app/http/refused-attempt.ts'
import type { SignedInStaff } from '#app/http/require-staff.ts'

const forms = {
  add: LineForm,
  paste: PasteForm,
  remove: RemoveForm,
  close: CloseForm,
  withdraw: WithdrawForm,
}

/** The form that the pressed button belongs to. */
export const formOf = (intent: unknown): (typeof forms)[keyof typeof forms] =>
  typeof intent === 'string' && Object.hasOwn(forms, intent)
    ? forms[intent as keyof typeof forms]
    : WithdrawForm

export type Entered = z.output<(typeof forms)[keyof typeof forms]>

type Page = { id: string; total: bigint; left: bigint; paidOne: boolean }

/** One press, one act on one payment. */
export async function workOn(
  { staff, page }: { staff: SignedInStaff; page: Page },
  entered: Entered,
): Promise<void> {
  const on = { staff, remittanceId: page.id }
  switch (entered.intent) {
    case 'add':
      await addRemittanceLine({ ...on, line: entered.line })
      return
    case 'paste':
      await pasteRemittanceLines({ ...on, text: entered.rows })
      return
    case 'remove':
      return removeRemittanceLine({ ...on, lineId: entered.lineId })
    case 'withdraw':
      return withdrawRemittance(on)
    case 'close':
      // Said before the proof is asked for, so that nobody spends a code on what cannot be.
      if (page.left !== 0n) {
        await keepRefused(closing(staff, page), 'remittance_adds_up')
        throw new Refusal('remittance_adds_up', { placed: page.total - page.left, total: page.total })
      }
      if (page.paidOne) {
        await keepRefused(closing(staff, page), 'return_recorder_is_not_payer')
        throw new Refusal('return_recorder_is_not_payer')
      }
      await provedBy(
        closing(staff, page),
        { boundTo: boundTo.closeRemittance({ remittanceId: page.id, total: page.total }), sent: entered },
        (stepUpId) => closeRemittance({ ...on, stepUpId }),
      )
  }
}

const closing = (staff: SignedInStaff, { id }: Page) => ({
  ...{ staff, action: 'remittance.closed' },
  ...{ subject: 'remittance', subjectId: id },
})
