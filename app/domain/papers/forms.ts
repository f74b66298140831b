import { z } from 'zod'
import { dayField } from '#app/domain/bonds/forms.ts'
import { ownLineField, paperNumberField } from '#app/domain/disbursements/fields.ts'
import { revealReasons } from '#app/domain/vault/reasons.ts'
import { papers, standings } from './paper-set.ts'
import { holders, partyRoles } from './party.ts'

const noneOr = <S extends z.ZodType>(schema: S) =>
  z.union([schema, z.literal('').transform(() => null)]).default(null)

const neededDay = dayField.refine((day) => day !== null, 'required').transform((day) => day ?? '')

export const paperForm = () =>
  z.object({
    paper: z.enum(papers, 'required'),
    standing: z.enum(standings, 'required'),
    happenedOn: neededDay,
    documentId: noneOr(z.uuid()),
    evidenceId: noneOr(z.uuid()),
  })

const partyForm = z.object({
  intent: z.literal('record'),
  role: z.enum(partyRoles, 'required'),
  holder: z.enum(holders, 'required'),
  name: ownLineField.max(200, 'too_long').default(''),
  signedOn: dayField,
})

const showForm = z.object({ intent: z.literal('reveal'), reason: z.enum(revealReasons, 'required') })

/** The forms of the parties' page, told apart by `intent`. */
export const PartiesForm = z.discriminatedUnion('intent', [partyForm.strict(), showForm.strict()])

/** What stands beside the file of a covered copy. */
const evidenceForm = z.object({
  intent: z.literal('add'),
  purpose: z.enum(['posting', 'return', 'other'], 'required'),
  receiptNumber: paperNumberField,
  documentId: noneOr(z.uuid()),
  covered: z.literal('on', 'confirmation_missing'),
})

const ReviewForm = z.object({
  intent: z.literal('review'),
  evidenceId: z.uuid(),
  clean: z.enum(['yes', 'no'], 'required'),
})

export const EvidencePageForm = z.discriminatedUnion('intent', [evidenceForm.strict(), ReviewForm.strict()])
