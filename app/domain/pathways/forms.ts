import { z } from 'zod'
import { lineField, ownLineField } from '#app/domain/disbursements/fields.ts'
import { DocumentForm } from '#app/domain/documents/forms.ts'
import { pathwayKinds, pathwayOutcomes } from './pathway.ts'

/** The three things that are done on another way home, told apart by `intent`. */
export const PathwayForm = z.discriminatedUnion('intent', [
  z.strictObject({ intent: z.literal('open'), kind: z.enum(pathwayKinds, 'required') }),
  z.strictObject({ intent: z.literal('step'), pathwayId: z.uuid(), step: ownLineField.max(40) }),
  z.strictObject({
    intent: z.literal('end'),
    pathwayId: z.uuid(),
    outcome: z.enum(pathwayOutcomes, 'required'),
  }),
])

/** What stands beside the file that is put to a way. */
export const PathwayDocumentForm = DocumentForm.extend({ step: lineField(40) })
