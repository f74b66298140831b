import { z } from 'zod'
import {
  BalanceForm,
  ExplainForm,
  MatchForm,
  NoteForm,
  NothingMovedForm,
  OwnTransferForm,
  PlaceFundForm,
  UndoForm,
} from './forms.ts'

/** All that is sent from the page of one bank account. */
export const AccountForm = z.discriminatedUnion('intent', [
  z.strictObject({ intent: z.literal('upload') }),
  MatchForm.strict(),
  OwnTransferForm.strict(),
  UndoForm.strict(),
  ExplainForm.strict(),
  NoteForm.strict(),
  PlaceFundForm.strict(),
  NothingMovedForm.strict(),
  BalanceForm.strict(),
])

export type AccountAct = Exclude<z.output<typeof AccountForm>, { intent: 'upload' }>
