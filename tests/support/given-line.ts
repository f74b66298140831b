import { asOwner, type World } from './world.ts'

/** How many payment pages may be opened now. Below zero none is for a while, and whoever comes waits. */
export const bucketHolds = (world: World, tokens: number) =>
  asOwner(world.ownerUrl, null, (owner) =>
    owner.query(
      "update stripe_bucket set tokens = $1, filled_at = clock_timestamp() where name = 'checkout'",
      [tokens],
    ),
  )

/** So many others stand in line whose pages nobody looks at. */
export const othersWait = (world: World, many: number) =>
  asOwner(world.ownerUrl, null, async (owner) => {
    await owner.query(
      `insert into gift_intent (form_token, form_digest, thanks_token, frequency, email, name, incognito, wants_updates,
                                language, occurred_at)
       select 'other-' || n, 'other', 'other-' || n, 'once', 'other@donor.example', 'Other', false, false, 'en', now()
         from generate_series(1, $1::int) n
       on conflict do nothing`,
      [many],
    )
    await owner.query(`
      insert into checkout_place (intent_id, fund_id, seen_at)
      select i.id, f.id, clock_timestamp() from gift_intent i, fund f where i.form_digest = 'other' and f.slug = 'bail'`)
  })
