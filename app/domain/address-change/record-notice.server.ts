import { attempt } from '#app/domain/audit/attempt.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { refuseDayBeforeCase } from '#app/domain/disbursements/refuse-day-before-case.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { openPaperAct, tellAudit } from '#app/domain/papers/open-paper-act.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { NoticeWay } from './address-change.ts'

type Notice = {
  staff: ActingStaff
  changeId: string
  bondIds: string[]
  way: NoticeWay
  /** As `2026-11-21`. */
  notifiedOn: string
}

/**
 * A court or ICE was told of the new address for these bonds: all of them, or none. For an immigration bond that is the
 * form I-333, which is kept with its papers. Refuses `address_change_unknown`, `paper_lies_ahead`, `day_is_of_its_case`,
 * `role_may_not`; the database: `bond_is_told_of_a_change_once` and `only_an_open_bond_is_told`.
 */
export async function recordNotice(notice: Notice): Promise<void> {
  const { staff, changeId, bondIds, way, notifiedOn } = notice
  const { timezone } = await organization()
  await attempt(
    {
      staff,
      action: 'bond.address_notified',
      subject: 'bond',
      ...(bondIds[0] ? { subjectId: bondIds[0] } : {}),
    },
    async (tx) => {
      const at = now()
      if (!(await tx.addressChange.count({ where: { id: changeId } })))
        throw new Refusal('address_change_unknown')
      if (notifiedOn > dayOf(at, timezone)) throw new Refusal('paper_lies_ahead', {}, 'notifiedOn')
      const when = { recordedBy: staff.id, occurredAt: at }
      for (const bondId of [...new Set(bondIds)].sort()) {
        const bond = await openPaperAct(tx, { staff, bondId })
        await refuseDayBeforeCase(tx, { caseCode: bond.caseCode, day: notifiedOn, field: 'notifiedOn' })
        await tx.addressChangeNotice.create({
          data: {
            ...{ changeId, bondId, way, occurredAt: at },
            notifiedOn: new Date(notifiedOn),
            notifiedBy: staff.id,
          },
        })
        if (bond.kind === 'immigration_bond') {
          const happenedOn = new Date(notifiedOn)
          await tx.bondPaper.create({
            data: { bondId, paper: 'i333', standing: 'sent', happenedOn, ...when },
          })
        }
        await tellAudit(tx, { staff, bond, action: 'bond.address_notified', detail: { way, notifiedOn } })
      }
    },
  )
}
