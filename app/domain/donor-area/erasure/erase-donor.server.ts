import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { eraseFromImports } from '#app/domain/imports/erase-from-imports.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { emptyGiftWords } from '#app/domain/tributes/forget-gift-words.server.ts'
import { lockHolds } from '#app/domain/vault/lock-person.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { erasedAddress, erasedToken } from './erased-address.server.ts'
import { keepReceipts } from './keep-receipts.server.ts'

/**
 * Removes a donor's name and address for good, of every record that was found to be the same person. The books stay, without a name; what receipts say is sealed until the end of its
 * legal term. Monthly gifts are stopped before, by the donor's own button: `monthly_gift_still_runs`. Refuses too while a
 * demand holds the records (`donor_is_on_hold`) or a payment is on its way into the books (`gift_on_its_way`).
 */
export async function eraseDonor({ donorId }: { donorId: string }): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await lockHolds(tx)
    const records = await recordsOf(tx, donorId)
    const standing = records.find(({ stands }) => stands)
    if (!standing || standing.erasedAt) return
    for (const { id, email } of records) await refuseIfHeld(tx, id, email)

    const at = now()
    const receipts = await keepReceipts(tx, { donorId: standing.id })
    // Each before the one that it was joined to, the one that stands last: until then it holds all of their gifts.
    for (const record of records.toReversed()) await eraseRecord(tx, record, { at, standing: standing.id })
    await recordAudit(tx, {
      actor: { kind: 'system' },
      action: 'donor.erased',
      subject: 'donor',
      subjectId: donorId,
      detail: { by: 'donor', receipts },
    })
  })
}

type DonorRow = { id: string; email: string | null; erasedAt: Date | null; stands: boolean }

/** The donor, and every other record that was found to be the same person; the one that stands first, the deepest last. */
async function recordsOf(tx: Tx, donorId: string): Promise<DonorRow[]> {
  await tx.$queryRaw`select lock_donor_families(array[${donorId}::uuid])::text`
  return tx.$queryRaw<DonorRow[]>`
    select d.id::text as id, d.email, d.erased_at as "erasedAt", f.place = 1 as stands
      from unnest(donor_family(${donorId}::uuid)) with ordinality as f (id, place) join donor d on d.id = f.id order by f.place`
}

async function eraseRecord(tx: Tx, donor: DonorRow, of: { at: Date; standing: string }): Promise<void> {
  const { id: donorId, email } = donor
  await tx.donorErasure.create({
    data: { donorId, emailToken: erasedToken(email ?? erasedAddress(donorId)), occurredAt: of.at },
  })
  await endEverything(tx, donorId, of.at)
  await emptyMails(tx, donorId, email)
  await emptySignUps(tx, donorId, email)
  await emptyWords(tx, of.standing, email)
  await emptyIntents(tx, of.standing, email)
  await forgetCards(tx, of.standing)
  await tx.$executeRaw`
    delete from annual_statement_name n using annual_statement s
     where s.id = n.statement_id and s.donor_id = ${donorId}::uuid`
  await tx.$queryRaw`select forget_evidence(${of.standing}::uuid)::text`
  await eraseFromImports(tx, { donorId, email })
  await tx.donorNote.updateMany({
    where: { donorId, emptiedAt: null },
    data: { sealed: null, emptiedAt: of.at },
  })
  if (email) await tx.$queryRaw`select forget_payer(${email})`
  await tx.donor.update({
    where: { id: donorId },
    data: { email: erasedAddress(donorId), name: '', publicName: null, erasedAt: of.at },
  })
}

async function refuseIfHeld(tx: Tx, donorId: string, email: string | null): Promise<void> {
  const [held] = await tx.$queryRaw<{ onHold: boolean; monthly: boolean; onItsWay: boolean }[]>`
    select donor_is_on_hold(${donorId}::uuid) as "onHold",
           exists (select from recurring_donation r where r.donor_id = ${donorId}::uuid and r.state <> 'cancelled') as monthly,
           exists (select from gift_intent i join checkout_session s on s.intent_id = i.id and s.state = 'complete'
                    where i.email = ${email} and not exists (select from payment p where p.intent_id = i.id)
                      and s.recorded_at > ${now()}::timestamptz - interval '3 days')
             or exists (select from offline_batch_line l join offline_batch b on b.id = l.batch_id and b.state = 'open'
                         where l.donor_id = ${donorId}::uuid) as "onItsWay"`
  if (!held || held.onHold) throw new Refusal('donor_is_on_hold')
  if (held.monthly) throw new Refusal('monthly_gift_still_runs')
  if (held.onItsWay) throw new Refusal('gift_on_its_way')
}

async function endEverything(tx: Tx, donorId: string, at: Date): Promise<void> {
  await tx.donorConsent.updateMany({
    where: { donorId, endedAt: null },
    data: { endedAt: at, endedBy: 'donor' },
  })
  await tx.donorSession.updateMany({ where: { donorId, endedAt: null }, data: { endedAt: at } })
  await tx.donorSignInLink.updateMany({ where: { donorId, usedAt: null }, data: { usedAt: at } })
  await tx.donorEmailChange.deleteMany({ where: { donorId } })
  await tx.$executeRaw`
    delete from donor_sign_in_ask a using donor d where d.id = ${donorId}::uuid and a.email = d.email`
}

/** That a mail was written stays; to whom and what goes. One that waits is not sent any more, unless it leaves just now. */
async function emptyMails(tx: Tx, donorId: string, email: string | null): Promise<void> {
  await tx.$executeRaw`
    insert into mail_event (mail_id, kind, detail)
    select m.id, 'suppressed', 'erased' from mail m
     where (m.donor_id = ${donorId}::uuid or m.recipient = ${email} and m.staff_id is null)
       and not exists (select from mail_event e where e.mail_id = m.id and e.kind in ('sent', 'suppressed', 'handled'))
    on conflict (mail_id) where kind in ('sent', 'suppressed', 'handled') do nothing`
  await tx.$executeRaw`
    update mail set recipient = '', props = '{}'
     where (donor_id = ${donorId}::uuid or recipient = ${email} and staff_id is null) and (recipient <> '' or props <> '{}')`
}

/** That they signed up, for what and when stays with the consent that it led to; one that nobody confirmed goes. */
async function emptySignUps(tx: Tx, donorId: string, email: string | null): Promise<void> {
  await tx.$executeRaw`delete from mail_sign_up where email = ${email} and confirmed_at is null`
  await tx.$executeRaw`
    update mail_sign_up set email = ${erasedAddress(donorId)} where donor_id = ${donorId}::uuid and confirmed_at is not null`
}

/** Whom they honoured, what they said to a fund and where they work; of gifts that were begun and not paid too. */
async function emptyWords(tx: Tx, donorId: string, email: string | null): Promise<void> {
  const intents = await tx.$queryRaw<{ id: string }[]>`
    select i.id::text from gift_intent i
     where i.email = ${email} or exists (select from payment p where p.intent_id = i.id and p.donor_id = ${donorId}::uuid)`
  await emptyGiftWords(
    tx,
    intents.map(({ id }) => id),
  )
}

/**
 * What was asked for stays, with its sums. A payment page that is still open keeps its own address until it is over, so that
 * whoever pays after all gets a receipt; what nobody paid is emptied by the night.
 */
async function emptyIntents(tx: Tx, donorId: string, email: string | null): Promise<void> {
  await tx.$executeRaw`
    update gift_intent i set email = ${erasedAddress(donorId)}, name = '', wants_updates = false
     where exists (select from payment p where p.intent_id = i.id and p.donor_id = ${donorId}::uuid)
        or exists (select from recurring_donation r where r.intent_id = i.id and r.donor_id = ${donorId}::uuid)
        or i.email = ${email} and not exists (select from checkout_session s where s.intent_id = i.id and s.state = 'open')`
}

/** Which card paid, and from where a gift was begun. */
async function forgetCards(tx: Tx, donorId: string): Promise<void> {
  await tx.$executeRaw`
    delete from payment_card c using payment p where p.id = c.payment_id and p.donor_id = ${donorId}::uuid`
  await tx.$executeRaw`
    delete from gift_intent_origin o using payment p where p.intent_id = o.intent_id and p.donor_id = ${donorId}::uuid`
}
