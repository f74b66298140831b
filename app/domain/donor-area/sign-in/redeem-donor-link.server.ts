import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { hashToken, randomToken } from '#app/platform/crypto.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import type { DonorVisit } from './sign-in.ts'

type Redeem = {
  token: string
  visit: DonorVisit
  /** The session that this browser had before: it ends as the new one begins. */
  before?: string | null
}

/** Spends a link and begins a session under a new id. Refuses `link_unknown`, `link_used` and `link_expired`. */
export async function redeemDonorLink({ token, visit, before }: Redeem): Promise<{ sessionId: string }> {
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const at = now()
    const donorId = await standing(tx, await takeLink(tx, token, at))
    if (before)
      await tx.donorSession.updateMany({
        where: { idHash: hashToken(before), endedAt: null },
        data: { endedAt: at },
      })
    const sessionId = randomToken()
    await tx.donorSession.create({
      data: { idHash: hashToken(sessionId), donorId, device: visit.device, startedAt: at, seenAt: at },
    })
    return { sessionId }
  })
}

/** Who the link's donor is now: another record, where they were found to be one person since it was made. */
async function standing(tx: Tx, donorId: string): Promise<string> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`select donor_now(${donorId}::uuid)::text as id`
  return row?.id ?? donorId
}

async function takeLink(tx: Tx, token: string, at: Date): Promise<string> {
  const tokenHash = hashToken(token)
  const [taken] = await tx.donorSignInLink.updateManyAndReturn({
    where: { tokenHash, usedAt: null, expiresAt: { gt: at } },
    data: { usedAt: at },
  })
  if (taken) return taken.donorId
  const link = await tx.donorSignInLink.findUnique({ where: { tokenHash } })
  if (!link) throw new Refusal('link_unknown')
  throw new Refusal(link.usedAt ? 'link_used' : 'link_expired')
}
