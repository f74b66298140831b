import { z } from 'zod'

/** Fields: `fundId`, and `cutAt`, the cut of the preview that was on the screen. */
export const CloseForm = z.object({
  fundId: z.uuid(),
  cutAt: z.iso
    .datetime()
    .transform((text) => new Date(text))
    .optional(),
})
