import { z } from 'zod'
import { Refusal } from '#app/domain/refusal.ts'

export type Proof =
  | { kind: 'totp'; code: string }
  | {
      kind: 'passkey'
      challengeId: string
      /** The browser's answer, as JSON. */
      response: string
    }

/** The fields that `StepUpFields` sends; a form that asks for a step-up spreads them into its schema. */
export const proofFields = {
  code: z.string().max(20).optional(),
  passkey: z.string().max(16_384).optional(),
  challengeId: z.union([z.literal(''), z.uuid()]).optional(),
}

/** A form that says nothing but that whoever sends it is there. */
export const ProofForm = z.strictObject(proofFields)

export type Sent = {
  code?: string | undefined
  passkey?: string | undefined
  challengeId?: string | undefined
}

/** The proof that came with a form. Refuses `step_up_missing` where there is none. */
export function proofOf({ code, passkey, challengeId }: Sent): Proof {
  if (passkey && challengeId) return { kind: 'passkey', challengeId, response: passkey }
  if (code?.trim()) return { kind: 'totp', code }
  throw new Refusal('step_up_missing', {}, 'code')
}
