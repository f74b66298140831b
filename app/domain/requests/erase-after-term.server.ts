import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { whatHolds } from '#app/domain/vault/erase-person.server.ts'
import { forgetPerson } from '#app/domain/vault/forget-person.server.ts'
import { lockHolds, lockPerson } from '#app/domain/vault/lock-person.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { endRequest } from './end-request.server.ts'
import { eraseEach } from './erase-each.server.ts'
import { lockRequestsOf } from './lock-request.server.ts'

const system = { scope: { kind: 'system' } } as const

/**
 * Erases whom a fund helped, or knew for another reason, once its term has passed since the last thing that happened. Money that
 * is out and a legal hold keep them. Each in a transaction of its own, so that one that waits for a lock, or is refused, does not hold
 * the others.
 */
export async function eraseAfterTerm(): Promise<void> {
  const due = await inTransaction(
    system,
    (tx) => tx.$queryRaw<{ id: string }[]>`
      select p.id from person p
       where p.erased_at is null and not person_is_on_hold(p.id)
         and (select bool_and(coalesce(person_kept_until(j) <= local_day(${now()}::timestamptz), false))
                from persons_joined(p.id) j)
       order by p.id`,
  )
  await eraseEach(
    due.map(({ id }) => id),
    erase,
  )
}

const erase = (personId: string): Promise<void> =>
  inTransaction(system, async (tx) => {
    const at = now()
    await lockHolds(tx)
    const requests = await lockRequestsOf(tx, personId)
    const { fundId, erasedAt } = await lockPerson(tx, personId)
    const { onHold, moneyOut } = await whatHolds(tx, personId)
    // Looked at again: someone may have worked on it since the night began.
    if (erasedAt || onHold || moneyOut || !(await isOver(tx, personId, at))) return

    for (const request of requests) await endRequest(tx, request, { by: null, at })
    const fields = await forgetPerson(tx, personId)
    await recordAudit(tx, {
      actor: { kind: 'system' },
      action: 'person.erased',
      subject: 'person',
      subjectId: personId,
      fundId,
      detail: { fields },
    })
  })

async function isOver(tx: Tx, personId: string, at: Date): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ over: boolean | null }[]>`
    select bool_and(coalesce(person_kept_until(j) <= local_day(${at}::timestamptz), false)) as over
      from persons_joined(${personId}::uuid) j`
  return row?.over === true
}
