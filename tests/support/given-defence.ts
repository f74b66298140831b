import { randomUUID } from 'node:crypto'
import type { GivingLimits } from '#app/domain/defence/limits.ts'
import { recordFailedTry } from '#app/domain/defence/record-failed-try.server.ts'
import { GiftForm } from '#app/domain/donations/gift-form.ts'
import { startGift } from '#app/domain/donations/start-gift.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { gift } from './visitor.ts'
import { asOwner, type World } from './world.ts'

/** As the form comes: see the migration. */
export const shipped: GivingLimits = {
  ...{ leastSeconds: 3, fromNetwork: 20, forEmail: 6, onSite: 300 },
  ...{ triesForGift: 5, triesFromNetwork: 10, triesOnSite: 40, pauseMinutes: 15 },
}

/** What the form lets through from here on, set by whoever runs the server; nothing that was counted counts any more. */
export async function givenLimits(
  world: Pick<World, 'ownerUrl'>,
  limits: Partial<GivingLimits> = {},
): Promise<void> {
  const all = { ...shipped, ...limits }
  await asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query(
      `insert into giving_limits (least_seconds, from_network, for_email, on_site, tries_for_gift, tries_from_network,
                                  tries_on_site, pause_minutes, occurred_at)
       values ($1, $2, $3, $4, $5, $6, $7, $8, now())`,
      Object.values(all),
    )
    await owner.query("delete from rate_limit where key like 'giving-%'")
  })
}

/** Someone sends the form from an address, as themselves or as many. Answers Stripe's session. */
export async function begin(
  of: { slug?: string; address?: string; token?: string } & Record<string, string> = {},
): Promise<string> {
  const { slug = 'bail', address = '198.51.100.7', token = randomUUID(), ...fields } = of
  const form = GiftForm.parse({ coverFee: '', incognito: '', updates: '', ...gift(fields) })
  const { redirectTo } = await startGift({ slug, form, token, shownAt: new Date(), language: 'en', address })
  return redirectTo.split('/').at(-1) ?? ''
}

/** Stripe tells of a card that was refused. */
export const refusedCard = (
  of: { intent?: string; at?: Date; id?: string } & Record<string, unknown> = {},
): Promise<void> => {
  const { intent, at = new Date(), id = `ch_${randomUUID()}`, ...more } = of
  const charge = {
    id,
    amount: 50_00,
    metadata: intent ? { intent } : {},
    failure_code: 'card_declined',
    ...more,
  }
  return inTransaction({ scope: { kind: 'system' } }, (tx) => recordFailedTry(tx, charge, at))
}
