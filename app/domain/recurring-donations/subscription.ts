import { z } from 'zod'

const Named = z.union([z.string(), z.object({ id: z.string() }).transform(({ id }) => id)])

const Card = z.object({
  brand: z.string(),
  last4: z.string(),
  exp_month: z.number(),
  exp_year: z.number(),
})

const Item = z.object({
  current_period_start: z.number(),
  current_period_end: z.number(),
  quantity: z.number().optional(),
  price: z.object({ unit_amount: z.number().nullable() }),
})

/** As much of Stripe's subscription as is read here, from events that may be years old as from fresh answers. */
export const Subscription = z.object({
  id: z.string(),
  status: z.string(),
  customer: Named,
  metadata: z.object({
    intent: z.uuid().optional().catch(undefined),
    change: z.uuid().optional().catch(undefined),
  }),
  pause_collection: z.object({ resumes_at: z.number().nullable() }).nullable().optional(),
  ended_at: z.number().nullable().optional(),
  /** Stripe's own word for why it ended, such as `payment_failed` after the last try. */
  cancellation_details: z.object({ reason: z.string().nullable() }).nullable().optional(),
  /** Whether it was paid, and how much in cents, only where the question asked to bring it along. */
  latest_invoice: z
    .union([
      z.string().transform((id) => ({ id, status: null, amount_paid: null })),
      z.object({ id: z.string(), status: z.string().nullable(), amount_paid: z.number().nullable() }),
    ])
    .nullable()
    .optional(),
  billing_cycle_anchor: z.number().optional(),
  items: z.object({ data: z.array(Item).min(1) }).optional(),
  /** A card only where the list was asked to bring it along. */
  default_payment_method: z
    .union([z.string(), z.object({ id: z.string(), card: Card.optional() })])
    .nullable()
    .optional(),
})

export type Subscription = z.infer<typeof Subscription>
