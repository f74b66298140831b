import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { OnBond } from '#app/domain/bonds/open-bond-act.server.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { wantsCalls } from './case-calls.server.ts'
import type { CallOutcome, Half, Ride } from './court-date.ts'
import { openCaseAct } from './open-case-act.server.ts'
import { mostTries, nextTry } from './plan-calls.ts'

export type CaseCallMade = OnBond & { callId: string; outcome: CallOutcome; ride: Ride | null }

/**
 * A call about a date was made; whoever was reached was offered a ride. Where nobody answered it is tried again two hours
 * later, three times in all, never once the hearing has begun. Refuses `call_unknown`, `call_is_done_once` and
 * `ride_is_asked_of_the_person`.
 */
export async function recordCaseCall(made: CaseCallMade): Promise<void> {
  const { staff, callId, outcome, ride } = made
  const { timezone } = await organization()
  await attempt({ staff, action: 'date.called', subject: 'bond', subjectId: made.bondId }, async (tx) => {
    const { bonds, at } = await openCaseAct(tx, made)
    const call = await tx.caseCall.findFirst({
      where: { id: callId, bondId: { in: bonds.map(({ id }) => id) } },
      include: { date: true },
    })
    if (!call) throw new Refusal('call_unknown')
    if (call.doneAt) throw new Refusal('call_is_done_once')
    if ((outcome === 'reached') !== (ride !== null)) {
      throw new Refusal('ride_is_asked_of_the_person', {}, 'ride')
    }

    await tx.caseCall.update({
      where: { id: callId },
      data: { doneAt: at, doneBy: staff.id, outcome, ride },
    })
    const { bondId, dateId, kind, date } = call
    const tries = await tx.caseCall.count({ where: { dateId, kind, outcome: 'no_answer' } })
    const day = date.day.toISOString().slice(0, 10)
    const dueAt = nextTry({ day, half: date.half as Half, timezone, at })
    if (outcome === 'no_answer' && tries < mostTries && dueAt && (await wantsCalls(tx, bondId))) {
      await tx.caseCall.create({ data: { bondId, dateId, kind, dueAt } })
    }
    await tellAudit(tx, {
      staff,
      bonds,
      action: 'date.called',
      detail: { dateId, kind, outcome, ride: ride ?? '' },
    })
  })
}
