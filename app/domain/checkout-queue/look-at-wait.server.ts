import { z } from 'zod'
import { givingPause } from '#app/domain/defence/giving-pause.server.ts'
import { now } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'
import { paceWithin } from './pace.ts'
import { serveQueue } from './serve-queue.server.ts'
import { intentOfWaitingToken } from './waiting-token.ts'

/** Milliseconds. Who comes back later finds the form, filled in. */
const lasts = 30 * 60_000

type Wait =
  | { state: 'waits'; intentId: string; seconds: number }
  /** The payment page is open. */
  | { state: 'open'; url: string }
  | { state: 'paid'; thanksToken: string }
  /**
   * Back to the form: it took too long, the card service did not answer, the form is paused, a fund of the gift takes none any more, or
   * another form was sent since.
   */
  | { state: 'over'; intentId: string }

/**
 * What has become of a gift that waits for its payment page, asked by the page on which its donor waits; asking keeps its place.
 * `seconds`: about how long it still takes. Null for an address that we did not give out, or another fund's.
 */
export async function lookAtWait({ token, slug }: { token: string; slug: string }): Promise<Wait | null> {
  const intentId = intentOfWaitingToken(token)
  if (!z.uuid().safeParse(intentId).success || intentId === null) return null
  const intent = await db().giftIntent.findUnique({
    where: { id: intentId },
    select: {
      ...{ formToken: true, thanksToken: true, occurredAt: true, recordedAt: true },
      checkoutSession: { select: { url: true, state: true, expiresAt: true } },
      giftIntentParts: {
        select: { fundPurpose: { select: { fund: { select: { id: true, slug: true, state: true } } } } },
      },
    },
  })
  const home = intent?.giftIntentParts.find(({ fundPurpose }) => fundPurpose.fund.slug === slug)
  if (!intent || !home) return null

  const { checkoutSession: session, formToken, recordedAt, thanksToken } = intent
  if (session?.state === 'complete') return { state: 'paid', thanksToken }
  const over = { state: 'over', intentId } as const
  if (intent.giftIntentParts.some(({ fundPurpose }) => fundPurpose.fund.state !== 'open')) return over
  if (session?.state === 'open' && session.expiresAt > now()) return { state: 'open', url: session.url }
  if (session || intent.occurredAt.getTime() + lasts < now().getTime() || (await givingPause())) return over
  if (await db().giftIntent.findFirst({ where: { formToken, recordedAt: { gt: recordedAt } } })) return over

  const pace = paceWithin(env().STRIPE_CALLS_PER_SECOND)
  const { ahead, failed } = await askFor(intentId, home.fundPurpose.fund.id, pace.mostWaiting)
  if (failed) return over
  serveQueue()
  return { state: 'waits', intentId, seconds: Math.ceil((ahead + 1) / pace.perSecond) }
}

const askFor = (intentId: string, homeFundId: string, mostWaiting: number) =>
  inTransaction({ scope: { kind: 'public' } }, async (tx) => {
    const [row] = await tx.$queryRaw<{ ahead: number; failed: boolean }[]>`
      select ahead::int as ahead, failed
        from look_at_checkout(${intentId}::uuid, ${homeFundId}::uuid, ${mostWaiting}::integer)`
    return row ?? { ahead: 0, failed: false }
  })
