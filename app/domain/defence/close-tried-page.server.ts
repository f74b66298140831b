import { expireSession } from '#app/domain/donations/open-session.server.ts'
import { db } from '#app/platform/db.ts'

/** Closes a payment page on which too many cards were tried, while it is open. What was paid on it stays paid. */
export async function closeTriedPage({ intentId }: { intentId: string }): Promise<void> {
  const session = await db().checkoutSession.findUnique({ where: { intentId } })
  if (session?.state === 'open') await expireSession(session.id)
}
