import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { scheduleFacts } from '#app/domain/recurring-donations/schedule-facts.server.ts'
import { cardLink } from '#app/domain/recurring-donations/schedule-link.ts'
import { enqueue, ringNewWords } from '#app/jobs/queue.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { asSystem } from './as-system.server.ts'
import { lengthenDatedRests } from './lengthen-dated-rests.server.ts'

/**
 * What each night looks after: donors whose card ends this month or the next are told once, schedules that began in a fund which
 * collects nothing follow it, what nobody answered rests, and gifts that are not bound to a fund's published words yet are.
 */
export async function watchMonthlyGifts(): Promise<void> {
  await tellOfCards()
  await asSystem(followFundsThatStopped)
  await lengthenDatedRests()
  await asSystem(async (tx) => {
    await enqueue(tx, 'monthly.unanswered', {}, { key: 'monthly.unanswered' })
    await ringNewWords(tx)
  })
}

type Ending = { id: string; card: string; brand: string; last4: string; month: string; isNow: boolean }

/** Once per card and month of its end, however many gifts it pays; this month too, for a gift that begins late. */
async function tellOfCards(): Promise<void> {
  const entity = await organization()
  const ending = await asSystem(
    (tx) => tx.$queryRaw<Ending[]>`
      select distinct on (s.card_id) r.id, s.card_id as card, s.card_brand as brand, s.card_last4 as last4,
             to_char(s.card_expires_on, 'YYYY-MM') as month,
             date_trunc('month', s.card_expires_on::timestamp) = this.month as "isNow"
        from recurring_donation_sight s join recurring_donation r on r.id = s.recurring_donation_id
       cross join (select date_trunc('month', ${now()}::timestamptz at time zone ${entity.timezone}) as month) this
       where r.state <> 'cancelled' and s.card_last4 is not null
         and date_trunc('month', s.card_expires_on::timestamp) in (this.month, this.month + interval '1 month')
       order by s.card_id, r.started_at`,
  )
  for (const { id, card, brand, last4, month, isNow } of ending) {
    await asSystem(async (tx) => {
      const { donorId, email, language, ...facts } = await scheduleFacts(tx, id)
      await queueMail(tx, {
        ...{
          message: 'card-needed',
          dedupeKey: `card-expires:${card}:${month}`,
          to: email,
          donorId,
          language,
        },
        props: {
          organization: mailOrganization(entity),
          ...{ donorName: facts.donorName, fund: facts.funds, amountCents: String(facts.amountCents) },
          ...{
            why: isNow ? 'expires_now' : 'expires',
            card: { brand, last4 },
            updateUrl: cardLink(id, language),
          },
        },
      })
    })
  }
}

/** The payment page of a gift may have been open when its fund stopped. */
async function followFundsThatStopped(tx: Tx): Promise<void> {
  const stopped = await tx.$queryRaw<{ fundId: string; changeId: string }[]>`
    select f.id as "fundId", c.id::text as "changeId"
      from fund f
      join lateral (select id, to_state from fund_state_change x where x.fund_id = f.id order by id desc limit 1) c on true
     where c.to_state <> 'open'`
  for (const work of stopped) {
    // A name of its own: the fund may have moved on since it was read, and that change's job must not become this one.
    const key = `monthly.follow-fund:${work.changeId}`
    await enqueue(tx, 'monthly.follow-fund', work, { key, queue: 'monthly.follow' })
  }
}
