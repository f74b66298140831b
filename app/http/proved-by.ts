import { Refusal } from '#app/domain/refusal.ts'
import { type Proof, proofOf, type Sent } from '#app/domain/staff/step-up/proof.ts'
import { verifyStepUp } from '#app/domain/staff/verify-step-up.server.ts'
import { type Attempted, keepRefused } from './refused-attempt.ts'

/** Runs an act with the proof of presence that came with its form. A form without one is kept in the audit as refused. */
export async function provedBy<T>(
  attempted: Attempted,
  { boundTo, sent }: { boundTo: string; sent: Sent },
  act: (stepUpId: string) => Promise<T>,
): Promise<T> {
  const proof = await sentProof(attempted, sent)
  return act(await verifyStepUp({ staffId: attempted.staff.id, boundTo, proof }))
}

async function sentProof(attempted: Attempted, sent: Sent): Promise<Proof> {
  try {
    return proofOf(sent)
  } catch (error) {
    if (error instanceof Refusal) await keepRefused(attempted, error.code)
    throw error
  }
}
