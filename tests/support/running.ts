import type { Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll } from 'vitest'
import { GiftForm } from '#app/domain/donations/gift-form.ts'
import { startGift } from '#app/domain/donations/start-gift.server.ts'
import { runJobs } from '#app/jobs/run.ts'
import { openPool } from '#app/platform/db.ts'
import { openInbox } from '#app/webhooks/inbox.ts'
import { stripeWebhook } from '#app/webhooks/stripe.ts'
import { controlOf } from './control.ts'
import { settled } from './settled.ts'
import type { World } from './world.ts'

export type Given = {
  slug: string
  amount: string
  frequency?: 'once' | 'monthly'
  email?: string
  name?: string
  coverFee?: boolean
  updates?: boolean
  incognito?: boolean
  card?: string
  token?: string
  /** More of the form's fields: other funds, a tribute, a word to the fund. */
  more?: Record<string, unknown>
}

/**
 * The webhook door and the worker, in this process and real: signed HTTP from the sandbox comes in, jobs run, the sweep
 * reads Stripe's side. Call it once per file, after `useWorld`.
 */
export async function useRunning(world: World, options: { settleDelayMs?: number } = {}) {
  const inboxPool = openPool({ max: 2 })
  const app = express()
  app.post('/webhooks/stripe', stripeWebhook(openInbox(inboxPool)))
  const server = await new Promise<Server>((resolve) => {
    const listening = app.listen(0, () => resolve(listening))
  })
  const url = `http://localhost:${(server.address() as AddressInfo).port}`
  const control = controlOf(world)
  await control.post('account', {
    webhookUrl: `${url}/webhooks/stripe`,
    webhookSecret: process.env.STRIPE_WEBHOOK_SECRET,
    settleDelayMs: options.settleDelayMs ?? 0,
  })
  const jobs = await runJobs({ concurrency: 2 })
  afterAll(async () => {
    await jobs.stop()
    server.close()
    await inboxPool.end()
  })

  /** Gives as a donor would: the form, then the payment page. Answers what the payment page said. */
  async function give(gift: Given) {
    const form = GiftForm.parse({
      amount: gift.amount,
      frequency: gift.frequency ?? 'once',
      coverFee: gift.coverFee ? 'on' : '',
      name: gift.name ?? 'Robin Example',
      email: gift.email ?? 'robin@donor.example',
      incognito: gift.incognito ? 'on' : '',
      updates: gift.updates ? 'on' : '',
      ...gift.more,
    })
    const { redirectTo } = await startGift({
      ...{
        slug: gift.slug,
        form,
        token: gift.token ?? '',
        shownAt: new Date(),
        language: 'en',
        address: '127.0.0.1',
      },
    })
    const sessionId = redirectTo.split('/').at(-1) ?? ''
    const paid = await control.post<{ status: string; charge?: string; decline?: string }>(
      `sessions/${sessionId}/pay`,
      gift.card ? { card: gift.card } : {},
    )
    return { sessionId, ...paid }
  }

  return { url, control, settled: () => settled(control), give }
}
