import { GiftForm } from '#app/domain/donations/gift-form.ts'
import { startGift } from '#app/domain/donations/start-gift.server.ts'
import { stripe } from '#app/platform/stripe.ts'
import type { Chance } from './chance.ts'
import { control } from './sandbox.ts'

/** Some say a word to the fund, and name an employer who matches gifts. */
const withWords = {
  comment: 'Thank you for what you do.',
  commentPublic: 'on',
  employer: 'Example Works',
}

const first = [
  'Ada',
  'Bo',
  'Cleo',
  'Dev',
  'Eli',
  'Fern',
  'Gus',
  'Hana',
  'Ines',
  'Jo',
  'Kai',
  'Lou',
  'Mina',
  'Noor',
  'Oli',
  'Pia',
]
const last = ['Sample', 'Placeholder', 'Fiction', 'Pretend', 'Invented', 'Imaginary']
const once = [
  '25',
  '40',
  '50',
  '50',
  '75',
  '100',
  '100',
  '150',
  '200',
  '250',
  '250',
  '500',
  '500',
  '1,000',
  '2,500',
]
const monthly = ['10', '15', '20', '20', '25', '40', '50', '100']
const funds = [
  'community-bail',
  'community-bail',
  'community-bail',
  'immigration-bonds',
  'immigration-bonds',
  'emergency-release',
]

type Made = { sessionId: string; monthly: boolean }

/** To one of the funds that work, where none is named. */
type Gift = { monthly: boolean; slug?: string }

/** One fictional gift through the form and the sandbox's payment page. */
export async function giveOne(chance: Chance, gift: Gift & { card?: string }): Promise<Made> {
  const sessionId = await beginOne(chance, gift)
  await control(`sessions/${sessionId}/pay`, gift.card ? { card: gift.card } : {})
  return { sessionId, monthly: gift.monthly }
}

/** A gift as far as the payment page: until it is paid there, it is none. Answers the page's id. */
export async function beginOne(chance: Chance, gift: Gift): Promise<string> {
  const name = `${chance.of(first)} ${chance.of(last)}`
  const language = chance.isLikely(0.2) ? 'es' : chance.isLikely(0.06) ? 'ar' : 'en'
  const form = GiftForm.parse({
    amount: chance.of(gift.monthly ? monthly : once),
    frequency: gift.monthly ? 'monthly' : 'once',
    coverFee: chance.isLikely(0.4) ? 'on' : '',
    name,
    email: `${name.toLowerCase().replace(' ', '.')}.${chance.whole(1, 40)}@donor.example`,
    incognito: chance.isLikely(0.15) ? 'on' : '',
    updates: chance.isLikely(0.55) ? 'on' : '',
    ...(name.startsWith(first[0] ?? '') ? withWords : {}),
  })
  const slug = gift.slug ?? chance.of(funds)
  const { redirectTo } = await startGift({
    slug,
    form,
    token: '',
    shownAt: new Date(),
    language,
    address: null,
  })
  return redirectTo.split('/').at(-1) ?? ''
}

/** Some donors stop their monthly gift; some ask for a gift back. What they did is done at Stripe, as they would. */
export async function changeMinds(chance: Chance): Promise<void> {
  const { data: running } = await stripe().subscriptions.list({ status: 'active', limit: 100 })
  // The two newest give to funds that rest today, and are left to follow them.
  for (const subscription of running.slice(2, 6)) await stripe().subscriptions.cancel(subscription.id)
  const { data: charges } = await stripe().charges.list({ limit: 60 })
  for (const charge of charges.filter((one) => one.paid && !one.refunded && !one.disputed).slice(0, 3)) {
    const part = chance.isLikely(0.5) ? Math.floor(charge.amount / 2) : charge.amount
    await stripe().refunds.create({ charge: charge.id, amount: part })
  }
}
