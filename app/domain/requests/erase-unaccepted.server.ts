import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { whatHolds } from '#app/domain/vault/erase-person.server.ts'
import { forgetPerson } from '#app/domain/vault/forget-person.server.ts'
import { lockHolds, lockPerson } from '#app/domain/vault/lock-person.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { endRequest } from './end-request.server.ts'
import { lockRequest } from './lock-request.server.ts'
import { daysKept } from './request.ts'

const system = { scope: { kind: 'system' } } as const
const day = 24 * 60 * 60 * 1000

/**
 * Erases whom a request names, sixty days after the last step of any request for them, where none was ever accepted. One that still
 * waited ends: without a name nobody can be helped. A legal hold keeps everything; money that is out keeps the person.
 * Each in a transaction of its own, so that one that waits for a lock does not hold the others.
 */
export async function eraseUnaccepted(): Promise<void> {
  const before = new Date(now().getTime() - daysKept * day)
  const due = await inTransaction(
    system,
    (tx) => tx.$queryRaw<{ id: string }[]>`
      select r.id from help_request r
       where r.erased_at is null and not person_is_on_hold(r.person_id) and not person_has_money_out(r.person_id)
         and not exists (select from help_request_event e
                            join help_request same on same.id = e.request_id
                          where same.person_id = r.person_id and (e.to_state = 'approved' or e.occurred_at > ${before}))
       order by r.id`,
  )
  for (const { id } of due) await erase(id)
}

const erase = (id: string): Promise<void> =>
  inTransaction(system, async (tx) => {
    const at = now()
    await lockHolds(tx)
    const request = await lockRequest(tx, id)
    if (request.erasedAt) return
    const { personId, fundId } = request
    const { erasedAt } = await lockPerson(tx, personId)
    const { onHold, moneyOut } = await whatHolds(tx, personId)
    if (onHold || moneyOut) return

    await endRequest(tx, request, at)
    if (!erasedAt) await forgetPerson(tx, personId)
    await tx.helpRequest.update({ where: { id }, data: { erasedAt: at } })
    await recordAudit(tx, {
      actor: { kind: 'system' },
      action: 'request.erased',
      subject: 'request',
      subjectId: id,
      fundId,
    })
  })
