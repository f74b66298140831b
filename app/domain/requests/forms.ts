import { z } from 'zod'
import { callOutcomes, decisionMoves, reasonsOf, workMoves } from './request.ts'
import type { RequestState } from './states.ts'

/** Fields: `to`, the state; `reason`, from that state's list where it has one. */
const moveForm = (moves: RequestState[]) =>
  z
    .object({
      to: z.enum(moves as [RequestState, ...RequestState[]], 'required'),
      reason: z.string().default(''),
    })
    .transform(({ to, reason }, context) => {
      const reasons = reasonsOf(to)
      if (reasons.length === 0) return { to, reason: null }
      if (reasons.includes(reason)) return { to, reason }
      context.addIssue({ code: 'custom', message: 'required', path: ['reason'] })
      return z.NEVER
    })

export const StepForm = moveForm(workMoves)
export const DecisionForm = moveForm(decisionMoves)

export const CallForm = z.object({ callId: z.uuid(), outcome: z.enum(callOutcomes, 'required') })
