import { Temporal } from 'temporal-polyfill'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import { lockHolds } from '#app/domain/vault/lock-person.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { DemandKind, DemandScope } from './demand.ts'

export type NewDemand = {
  kind: DemandKind
  scope: DemandScope
  /** Days, as `2026-11-21`. */
  receivedOn: string
  deadlineOn: string | null
  counsel: string
}

/**
 * Enters a legal demand. From this moment nothing that it covers is removed. Whoever manages demands in any fund may
 * stop everything: stopping is always safe. One for certain days holds whoever was known within them. A person is named by
 * the code of a case, in the fund that keeps them or in one that proposed money for it. Refuses `role_may_not`,
 * `person_unknown`, `received_lies_ahead`, `demand_deadline_follows_receipt`, `demand_days_run_forward`. Answers the id.
 */
export const openDemand = (of: {
  staff: ActingStaff
  demand: NewDemand
  timezone: string
}): Promise<string> =>
  attempt({ staff: of.staff, action: 'legal_demand.opened', subject: 'legal_demand' }, async (tx) => {
    const { staff, demand } = of
    const managed = await managedBy(tx, staff.id)
    const { personId, fundId } = await covered(tx, { scope: demand.scope, managed })
    if (fundId === null ? managed.length === 0 : !managed.includes(fundId)) throw new Refusal('role_may_not')
    refuseImpossibleDays(demand, of.timezone)
    const days = 'days' in demand.scope ? demand.scope.days : undefined
    if (days?.from && days.until && days.until < days.from)
      throw new Refusal('demand_days_run_forward', {}, 'coversUntil')

    await lockHolds(tx)
    const { id } = await tx.legalDemand.create({
      data: {
        ...{ kind: demand.kind, scope: demand.scope.kind, personId, fundId, counsel: demand.counsel },
        receivedOn: new Date(demand.receivedOn),
        deadlineOn: demand.deadlineOn === null ? null : new Date(demand.deadlineOn),
        coversFrom: days?.from ? new Date(days.from) : null,
        coversUntil: days?.until ? new Date(days.until) : null,
        ...{ openedBy: staff.id, occurredAt: now() },
      },
      select: { id: true },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'legal_demand.opened',
      subject: 'legal_demand',
      subjectId: id,
      ...(fundId ? { fundId } : {}),
      detail: {
        ...{ kind: demand.kind, scope: demand.scope.kind },
        ...(days ? { from: days.from ?? '', until: days.until ?? '' } : {}),
      },
    })
    return id
  })

async function covered(
  tx: Tx,
  { scope, managed }: { scope: DemandScope; managed: string[] },
): Promise<{ personId: string | null; fundId: string | null }> {
  if (scope.kind === 'everything') return { personId: null, fundId: null }
  if (scope.kind === 'fund') return { personId: null, fundId: scope.fundId }
  // Whoever knows the case by its money alone may stop the deleting too: nothing of the person is opened for it.
  const [known] = await tx.$queryRaw<{ personId: string; fundId: string }[]>`
    select person_of_case(${scope.caseCode}) as "personId", k.fund_id as "fundId"
      from (select p.fund_id, 0 as place from person_case c join person p on p.id = c.person_id
             where c.case_code = ${scope.caseCode}
            union all
            select d.fund_id, 1 from disbursement d where d.case_code = ${scope.caseCode}) k
     where person_of_case(${scope.caseCode}) is not null
     order by k.fund_id = any(${managed}::uuid[]) desc, k.place, k.fund_id limit 1`
  if (!known) throw new Refusal('person_unknown', {}, 'caseCode')
  return known
}

/** The funds in which somebody manages demands today. */
async function managedBy(tx: Tx, staffId: string): Promise<string[]> {
  const held = await tx.staffRole.findMany({
    where: { staffId, staff: { disabledAt: null }, role: { in: [...rolesFor('demands:manage')] } },
    select: { fundId: true },
  })
  return held.map(({ fundId }) => fundId)
}

function refuseImpossibleDays(demand: NewDemand, timezone: string): void {
  const today = Temporal.Instant.fromEpochMilliseconds(now().getTime())
    .toZonedDateTimeISO(timezone)
    .toPlainDate()
    .toString()
  if (demand.receivedOn > today) throw new Refusal('received_lies_ahead', {}, 'receivedOn')
  if (demand.deadlineOn !== null && demand.deadlineOn < demand.receivedOn)
    throw new Refusal('demand_deadline_follows_receipt', {}, 'deadlineOn')
}
