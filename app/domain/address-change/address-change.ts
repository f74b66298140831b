import { z } from 'zod'
import { dayField } from '#app/domain/bonds/forms.ts'
import { lineField } from '#app/domain/disbursements/fields.ts'

/** How a court or ICE was told. */
export const noticeWays = ['by_mail', 'in_person', 'online', 'through_lawyer'] as const
export type NoticeWay = (typeof noticeWays)[number]

const neededDay = dayField.refine((day) => day !== null, 'required').transform((day) => day ?? '')

const changeForm = z.object({
  intent: z.literal('change'),
  address: lineField(300),
  effectiveOn: neededDay,
})

const ticked = z.preprocess(
  (sent) => (typeof sent === 'string' ? [sent] : (sent ?? [])),
  z.array(z.uuid()).max(500),
)

const noticeForm = z.object({
  intent: z.literal('notice'),
  changeId: z.uuid(),
  /** Any bond or contract of the court whose form this is, so that the form can come back in its place. */
  venueOf: z.uuid(),
  bondIds: ticked,
  /** Contracts that were signed and not posted when we moved, by their disbursements. */
  contractIds: ticked,
  way: z.enum(noticeWays, 'required'),
  notifiedOn: neededDay,
})

/** The forms of the page, told apart by `intent`. */
export const AddressChangeForm = z
  .discriminatedUnion('intent', [changeForm.strict(), noticeForm.strict()])
  .refine((sent) => sent.intent === 'change' || sent.bondIds.length + sent.contractIds.length > 0, {
    path: ['bondIds'],
    message: 'bonds_missing',
  })
