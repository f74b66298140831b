import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'

type Kind = 'register' | 'sign_in' | 'step_up'

const fiveMinutes = 300_000

type NewChallenge = { kind: Kind; challenge: string; staffId?: string; boundTo?: string }

/** Keeps what a passkey was asked to sign, for five minutes. Answers its id. */
export async function keepChallenge({ kind, challenge, staffId, boundTo }: NewChallenge): Promise<string> {
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const { id } = await tx.staffChallenge.create({
      data: {
        kind,
        challenge,
        staffId: staffId ?? null,
        boundTo: boundTo ?? '',
        expiresAt: new Date(now().getTime() + fiveMinutes),
      },
      select: { id: true },
    })
    return id
  })
}

type Taken = { challenge: string; boundTo: string }

/**
 * Takes a challenge, once, whatever comes of it: in a transaction of its own, so that a refused answer cannot be tried
 * again. Null where it was taken, has expired, or is another person's or another kind.
 */
export async function takeChallenge(of: { id: string; kind: Kind; staffId?: string }): Promise<Taken | null> {
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const at = now()
    const [taken] = await tx.staffChallenge.updateManyAndReturn({
      where: { id: of.id, kind: of.kind, staffId: of.staffId ?? null, usedAt: null, expiresAt: { gt: at } },
      data: { usedAt: at },
      select: { challenge: true, boundTo: true },
    })
    return taken ?? null
  })
}
