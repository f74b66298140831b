import { z } from 'zod'
import { isoDayField, ownLineField } from '#app/domain/disbursements/fields.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { evidenceFields, longestEvidence } from './dispute.ts'

const text = z.string().trim().max(longestEvidence, 'evidence_too_long').optional()
const line = ownLineField.max(longestEvidence, 'evidence_too_long').optional()

/** Fields: `send` (the boxes that were ticked, by Stripe's names) and the text of each field. What is not ticked is not sent. */
export const EvidenceForm = z.object({
  intent: z.literal('prepare'),
  send: z
    .union([z.enum(evidenceFields), z.array(z.enum(evidenceFields))], 'evidence_is_empty')
    .transform((one) => [one].flat()),
  product_description: text,
  service_date: z.union([z.literal(''), isoDayField]).optional(),
  customer_name: line,
  customer_email_address: line,
  refund_policy_disclosure: text,
  cancellation_policy_disclosure: text,
  access_activity_log: text,
  uncategorized_text: text,
})

export const AcceptForm = z.object({ intent: z.literal('accept'), ...proofFields })

export const ScheduleForm = z.object({
  intent: z.literal('schedule'),
  answer: z.enum(['goes_on', 'stopped']),
})
