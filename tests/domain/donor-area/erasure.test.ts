import { beforeAll, expect, test } from 'vitest'
import { closeDemand } from '#app/domain/demands/close-demand.server.ts'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { prepareEvidence } from '#app/domain/disputes/prepare-evidence.server.ts'
import { eraseMe } from '#app/domain/donor-area/erasure/erase-me.server.ts'
import { shredReceipts } from '#app/domain/donor-area/erasure/shred-receipts.server.ts'
import { impactOfDonor } from '#app/domain/donor-area/gifts/impact-of-donor.server.ts'
import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { receiptGiver } from '#app/domain/receipts/receipt-giver.server.ts'
import { requestsOfPayment } from '#app/domain/refunds/requests-of-payment.server.ts'
import { makePublicationClose } from '#app/domain/transparency/make-publication-close.server.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import * as gifts from '#app/routes/donor._index.tsx'
import * as erasure from '#app/routes/donor.erasure.tsx'
import { example as impactMail } from '#emails/impact-update.tsx'
import { signedInDonor } from '#tests/routes/visitor.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { forced } from '#tests/support/forced.ts'
import { givenStaff } from '#tests/support/given.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { confirmBy } from '#tests/support/given-refund.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { refusalOf, whyRefused } from '#tests/support/refused.ts'
import { useRunning } from '#tests/support/running.ts'
import { asOwner, useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const { give, settled, control } = await useRunning(world)
const system: <T>(work: (tx: Tx) => Promise<T>) => Promise<T> = (work) =>
  inTransaction({ scope: { kind: 'system' } }, work)

const email = 'robin@donor.example'
let team: Team
let donorId: string

beforeAll(async () => {
  team = await givenTeam({ bank: 1_000_00n, fund: { slug: 'bail' } })
  await give({ slug: 'bail', amount: '50', updates: true, email, name: 'Robin Rarename' })
  await give({ slug: 'bail', amount: '20', frequency: 'monthly', email, name: 'Robin Rarename' })
  await give({ slug: 'bail', amount: '30', email: 'other@donor.example' })
  await settled()
  await makePublicationClose({ staffId: team.treasurer.id, fundId: team.fundId })
  donorId = (await db().donor.findUniqueOrThrow({ where: { email } })).id
})

/** Every table of the database in which a text stands, vault and jobs included. */
async function standsIn(text: string): Promise<string[]> {
  return asOwner(world.ownerUrl, null, async (owner) => {
    const { rows } = await owner.query<{ name: string }>(
      `select format('%I.%I', table_schema, table_name) as name from information_schema.tables
        where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`,
    )
    const found: string[] = []
    for (const { name } of rows) {
      const asText = name === 'public.stripe_event' ? `convert_from(t.body, 'UTF8')` : 't::text'
      const { rowCount } = await owner.query(`select 1 from ${name} t where ${asText} ilike $1 limit 1`, [
        `%${text}%`,
      ])
      if (rowCount) found.push(name)
    }
    return found
  })
}

test('a legal demand keeps a donor whole, and so does the word that was not typed', async () => {
  const browser = await signedInDonor(donorId)
  for (const word of ['', 'yes', 'delete everything'])
    expect((await browser.post(erasure, { word })).data).toMatchObject({
      errors: { word: 'erasure_word_wrong' },
    })

  const id = await givenStaff({ fundId: team.fundId, roles: ['administrator'] })
  const staff = { id, fundIds: [team.fundId] }
  const demand = {
    kind: 'subpoena',
    receivedOn: '2026-01-10',
    deadlineOn: '2026-01-24',
    counsel: 'Counsel Example',
    scope: { kind: 'fund', fundId: team.fundId },
  } as const
  const demandId = await openDemand({ staff, demand, timezone: 'America/Chicago' })
  expect((await browser.get(erasure)).data).toMatchObject({
    gifts: 2,
    running: 1,
    receiptYears: 7,
    onHold: true,
  })
  const { stripeSubscriptionId } = await db().recurringDonation.findFirstOrThrow()
  await stripe().subscriptions.cancel(stripeSubscriptionId)
  await settled()
  expect((await browser.post(erasure, { word: 'Erase' })).data).toMatchObject({
    refusal: { code: 'donor_is_on_hold' },
  })
  expect(await db().donor.count({ where: { email } })).toBe(1)
  await closeDemand({ staff, demandId, given: ['nothing'] })
})

test('erased, nobody finds the name or the address anywhere, and the books are the same', async () => {
  await give({ slug: 'bail', amount: '25', frequency: 'monthly', email, name: 'Robin Rarename' })
  await settled()
  const [ledger, receipts] = [await ledgerTable(world), await db().receipt.count()]
  const impact = await impactOfDonor({ donorId, language: 'en' })
  expect(await standsIn('robin@donor')).toContain('public.stripe_event')

  const browser = await signedInDonor(donorId)
  expect(await browser.post(erasure, { word: ' محو ' })).toMatchObject({
    status: 303,
    location: '/donor/erased',
  })
  expect((await browser.get(gifts)).status).toBe(302)
  await settled()

  expect(await standsIn('robin@donor')).toEqual([])
  expect(await standsIn('Rarename')).toEqual([])
  const schedules = await db().recurringDonation.findMany({ where: { donorId } })
  expect(schedules.map(({ state }) => state)).toEqual(['cancelled', 'cancelled'])
  for (const { stripeSubscriptionId } of schedules)
    expect((await stripe().subscriptions.retrieve(stripeSubscriptionId)).status).toBe('canceled')
  expect(await ledgerTable(world)).toBe(ledger)
  expect(await db().receipt.count()).toBe(receipts)
  expect(await impactOfDonor({ donorId, language: 'en' })).toEqual(impact)
  await makePublicationClose({ staffId: team.treasurer.id, fundId: team.fundId })
  expect(await brokenBooks()).toEqual([])
  expect(await db().auditEvent.count({ where: { action: 'donor.erased', subjectId: donorId } })).toBe(1)
  await eraseMe({ donorId })
  expect(await db().auditEvent.count({ where: { action: 'donor.erased' } })).toBe(1)
})

test('what comes after it for a gift of theirs is booked, and mailed to nobody', async () => {
  const { chargeId } = await db().payment.findFirstOrThrow({ where: { donorId, amountCents: 50_00n } })
  await stripe().refunds.create({ charge: String(chargeId) })
  await settled()
  expect(await db().refund.count()).toBe(1)
  const mail = await db().mail.findFirstOrThrow({
    where: { message: 'refund-notice' },
    include: { mailEvents: true },
  })
  expect(mail.mailEvents.map(({ kind }) => kind)).toEqual(['suppressed'])
  expect(await standsIn('robin@donor')).toEqual(['public.stripe_event'])
  await shredReceipts()
  expect(await standsIn('robin@donor')).toEqual([])
  expect(await brokenBooks()).toEqual([])
})

test('the same address may give anew, as somebody new, and hears of topics only by a new consent', async () => {
  await give({ slug: 'bail', amount: '15', email, name: 'Robin Rarename' })
  await settled()
  const fresh = await db().donor.findUniqueOrThrow({ where: { email } })
  expect(fresh.id).not.toBe(donorId)
  const kinds = async (dedupeKey: string) => {
    const queue = { message: 'impact-update', dedupeKey, to: email, language: 'en' } as const
    const id = await system((tx) => queueMail(tx, { ...queue, donorId: fresh.id, props: impactMail }))
    await settled()
    return (await db().mailEvent.findMany({ where: { mailId: id ?? '' } })).map(({ kind }) => kind)
  }
  expect(await kinds('without')).toEqual(['suppressed'])
  const consent = { donorId: fresh.id, topic: 'impact', givenAt: new Date(), source: 'giving form' }
  await system((tx) => tx.donorConsent.create({ data: consent }))
  expect(await kinds('with')).toEqual(['attempted', 'sent'])
  expect(await db().mail.count({ where: { recipient: email, message: 'receipt' } })).toBe(1)
  await Promise.all(Array.from({ length: 50 }, () => eraseMe({ donorId: fresh.id })))
  expect(await db().auditEvent.count({ where: { action: 'donor.erased' } })).toBe(2)
})

test('an answer to a bank that waits when its giver is erased is emptied, and never sent', async () => {
  const other = 'other@donor.example'
  const { id: theirs } = await db().donor.findUniqueOrThrow({ where: { email: other } })
  const { chargeId, id: paymentId } = await db().payment.findFirstOrThrow({ where: { donorId: theirs } })
  const { id: disputeId } = await control.post<{ id: string }>('disputes', { charge: chargeId })
  await settled()
  const evidence = { customer_email_address: 'shown masked', uncategorized_text: `${other} wrote to us.` }
  const { requestId } = await prepareEvidence({ staff: team.treasurer, disputeId, evidence })
  expect(await standsIn(other)).toContain('public.stripe_request')

  await eraseMe({ donorId: theirs })
  await settled()
  expect(await standsIn(other)).toEqual([])
  await confirmBy(team.treasurer, requestId)
  await settled()
  const [request] = await system((tx) => requestsOfPayment(tx, paymentId))
  expect(request).toMatchObject({ state: 'refused', evidence: {} })
  expect((await stripe().disputes.retrieve(disputeId)).evidence_details.submission_count).toBe(0)
  expect(
    await whyRefused(
      prepareEvidence({ staff: team.treasurer, disputeId, evidence: { customer_name: 'Kim Example' } }),
    ),
  ).toBe('donor_is_erased')
  expect(await brokenBooks()).toEqual([])
})

test('a payment that is not booked yet is waited for', async () => {
  await control.post('account', { settleDelayMs: 3_600_000 })
  await give({ slug: 'bail', amount: '35', email: 'late@donor.example' })
  await control.post('webhooks/drain')
  const id = await system(async (tx) => {
    const { id } = await tx.donor.create({ data: { email: 'late@donor.example', name: 'Late' } })
    return id
  })
  await expect
    .poll(() =>
      db().checkoutSession.count({ where: { state: 'complete', intent: { payments: { none: {} } } } }),
    )
    .toBe(1)
  expect(await refusalOf(eraseMe({ donorId: id }))).toMatchObject({ code: 'gift_on_its_way' })
})

test('receipts open until their term is over, then never again', async () => {
  const { id } = await db().payment.findFirstOrThrow({ where: { donorId, amountCents: 50_00n } })
  expect(await system((tx) => receiptGiver(tx, id))).toEqual({
    name: 'Robin Rarename',
    email,
    language: 'en',
  })
  const kept = () => system((tx) => tx.keptReceipt.findUniqueOrThrow({ where: { paymentId: id } }))
  expect((await kept()).keepUntil.getUTCFullYear()).toBe(new Date().getUTCFullYear() + 7)
  await shredReceipts()
  expect((await kept()).shreddedAt).toBeNull()

  await asOwner(world.ownerUrl, null, (owner) =>
    forced(owner, `update kept_receipt set keep_until = '2020-12-31' where payment_id = '${id}'`),
  )
  await shredReceipts()
  expect(await kept()).toMatchObject({ sealed: null })
  expect(await system((tx) => receiptGiver(tx, id))).toBeNull()
  const { rows } = await asOwner(world.ownerUrl, null, (owner) =>
    owner.query('select wrapped_key from vault_keys.receipt_key where payment_id = $1', [id]),
  )
  expect(rows).toEqual([{ wrapped_key: null }])
  expect(await brokenBooks()).toEqual([])
})
