import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { whatHolds } from '#app/domain/vault/erase-person.server.ts'
import { forgetPerson } from '#app/domain/vault/forget-person.server.ts'
import { lockHolds, lockPerson } from '#app/domain/vault/lock-person.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { endRequest } from './end-request.server.ts'
import { eraseEach } from './erase-each.server.ts'
import { lockRequestsOf } from './lock-request.server.ts'
import { daysKept } from './request.ts'

const system = { scope: { kind: 'system' } } as const
const day = 24 * 60 * 60 * 1000

/**
 * Erases whom a request names, sixty days after the last step of any request for them, where none was ever accepted: a move, a
 * screening, a call, a step on another way home. One that still waited ends: without a name nobody can be helped. A legal hold
 * keeps everything; money that is out keeps the person.
 * Each in a transaction of its own, so that one that waits for a lock, or is refused, does not hold the others.
 */
export async function eraseUnaccepted(): Promise<void> {
  const before = new Date(now().getTime() - daysKept * day)
  const due = await inTransaction(system, (tx) => dueBefore(tx, before, null))
  await eraseEach(due, (personId) => erase(personId, before))
}

const erase = (personId: string, before: Date): Promise<void> =>
  inTransaction(system, async (tx) => {
    const at = now()
    await lockHolds(tx)
    const requests = (await lockRequestsOf(tx, personId)).filter((request) => !request.erasedAt)
    const { fundId, erasedAt } = await lockPerson(tx, personId)
    const { onHold, moneyOut } = await whatHolds(tx, personId)
    // Looked at again: someone may have worked on it since the night began.
    const [stillDue] = await dueBefore(tx, before, personId)
    if (onHold || moneyOut || !stillDue) return

    for (const request of requests) await endRequest(tx, request, { by: null, at })
    if (!erasedAt) await forgetPerson(tx, personId)
    for (const { id } of requests) {
      await tx.helpRequest.update({ where: { id }, data: { erasedAt: at } })
      await recordAudit(tx, {
        actor: { kind: 'system' },
        action: 'request.erased',
        subject: 'request',
        subjectId: id,
        fundId,
      })
    }
  })

/**
 * Who is due: of all, or whether this person still is. Money that was paid for someone is a yes, whatever their request was called
 * when a night envelope paid it: they are kept for the fund's own term.
 */
async function dueBefore(tx: Tx, before: Date, personId: string | null): Promise<string[]> {
  const due = await tx.$queryRaw<{ id: string }[]>`
    select p.id from person p
     where (${personId}::uuid is null or p.id = ${personId}::uuid)
       and exists (select from help_request r where r.person_id = p.id and r.erased_at is null)
       -- What is known of one person in several records is kept, or goes, as one.
       and not person_was_accepted(p.id)
       and not exists (select from persons_joined(p.id) j
                        where person_last_step(j) > ${before} or person_is_on_hold(j) or person_has_money_out(j))
     order by p.id`
  return due.map(({ id }) => id)
}
