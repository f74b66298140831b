import { z } from 'zod'

export const commentSteps = ['read', 'approved', 'set_aside', 'taken_down'] as const
export type CommentStep = (typeof commentSteps)[number]

/** What is done about one comment. */
export const CommentForm = z.object({ intentId: z.uuid(), step: z.enum(commentSteps) })
