import type { z } from 'zod'
import { addRemittanceLine } from '#app/domain/remittances/add-remittance-line.server.ts'
import { closeRemittance } from '#app/domain/remittances/close-remittance.server.ts'
import { EndForm, LineForm, PasteForm, RemoveForm } from '#app/domain/remittances/forms.ts'
import { pasteRemittanceLines } from '#app/domain/remittances/paste-remittance-lines.server.ts'
import { removeRemittanceLine } from '#app/domain/remittances/remove-remittance-line.server.ts'
import { withdrawRemittance } from '#app/domain/remittances/withdraw-remittance.server.ts'
import type { SignedInStaff } from '#app/http/require-staff.ts'

const forms = { add: LineForm, paste: PasteForm, remove: RemoveForm }

/** The form that the pressed button belongs to. */
export const formOf = (intent: unknown) =>
  intent === 'add' || intent === 'paste' || intent === 'remove' ? forms[intent] : EndForm

export type Entered =
  | z.output<typeof LineForm>
  | z.output<typeof PasteForm>
  | z.output<typeof RemoveForm>
  | z.output<typeof EndForm>

/** One press, one act on one payment. */
export async function workOn(
  on: { staff: SignedInStaff; remittanceId: string },
  entered: Entered,
): Promise<void> {
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
      await closeRemittance(on)
  }
}
