import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { LockedBond } from '#app/domain/bonds/lock-bond.server.ts'
import { partsOfBond } from '#app/domain/bonds/reads/parts-of-bond.server.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { lockDisbursement } from '#app/domain/disbursements/lock-disbursement.server.ts'
import { refuseDayBeforeCase } from '#app/domain/disbursements/refuse-day-before-case.server.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { openPaperAct, type PaperBonds } from '#app/domain/papers/open-paper-act.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { NoticeWay } from './address-change.ts'

type Notice = {
  staff: ActingStaff
  changeId: string
  bondIds: string[]
  /** Disbursements whose contract was signed before the move and whose bond was posted after it, or is not yet. */
  contractIds?: string[]
  way: NoticeWay
  /** As `2026-11-21`. */
  notifiedOn: string
}

/**
 * A court or ICE was told of the new address for these bonds and signed contracts: all of them, or none. For an immigration bond that is the
 * form I-333, which is kept with its papers. Refuses `address_change_unknown`, `paper_lies_ahead`, `day_is_of_its_case`,
 * `role_may_not`; the database: `bond_is_told_of_a_change_once`,
 * `contract_is_told_of_a_change_once` and `only_an_open_bond_is_told`.
 */
export async function recordNotice(notice: Notice): Promise<void> {
  const { staff, changeId, bondIds, contractIds = [], way, notifiedOn } = notice
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
      const told = new Set<string>()
      for (const bondId of [...new Set(bondIds)].sort()) {
        if (told.has(bondId)) continue
        const bonds = await openPaperAct(tx, { staff, bondId })
        const [{ id: keptWith, kind, caseCode }] = bonds
        await refuseDayBeforeCase(tx, { caseCode, day: notifiedOn, field: 'notifiedOn' })
        const parts = await partsToTell(tx, { changeId, bondId, bonds })
        for (const { id } of parts) {
          await tx.addressChangeNotice.create({
            data: {
              ...{ changeId, bondId: id, way, occurredAt: at },
              notifiedOn: new Date(notifiedOn),
              notifiedBy: staff.id,
            },
          })
          told.add(id)
        }
        if (kind === 'immigration_bond') await keepForm(tx, { bondId: keptWith, notifiedOn, ...when })
        await tellAudit(tx, {
          ...{ staff, bonds: parts, action: 'bond.address_notified', detail: { way, notifiedOn } },
        })
      }
      for (const disbursementId of [...new Set(contractIds)].sort())
        await tellOfContract(tx, { disbursementId, changeId, way, notifiedOn, by: staff.id, at })
    },
  )
}

/** Funds that share a bond send one letter about it: this part, and those of which nobody has written yet that it was sent. */
async function partsToTell(
  tx: Tx,
  { changeId, bondId, bonds }: { changeId: string; bondId: string; bonds: PaperBonds },
): Promise<LockedBond[]> {
  const others = bonds.map(({ id }) => id).filter((id) => id !== bondId)
  const notices = await tx.addressChangeNotice.findMany({ where: { changeId, bondId: { in: others } } })
  return bonds.filter(({ id }) => !notices.some((notice) => notice.bondId === id))
}

type OfContract = Pick<Notice, 'changeId' | 'way' | 'notifiedOn'> & {
  disbursementId: string
  by: string
  at: Date
}

/** Of a contract that was signed and not posted when we moved: ICE writes to the address that stands on it. */
async function tellOfContract(tx: Tx, told: OfContract): Promise<void> {
  const { disbursementId, changeId, way, notifiedOn, by, at } = told
  const { fundId, caseCode } = await lockDisbursement(tx, disbursementId)
  await requireRole(tx, { staffId: by, fundId, action: 'bonds:follow' })
  await refuseDayBeforeCase(tx, { caseCode, day: notifiedOn, field: 'notifiedOn' })
  await tx.addressChangeContractNotice.create({
    data: {
      ...{ changeId, disbursementId, way, notifiedBy: by, occurredAt: at },
      notifiedOn: new Date(notifiedOn),
    },
  })
  const bond = await tx.bond.findUnique({ where: { disbursementId }, select: { id: true } })
  if (bond) {
    // Posted in the meantime, the form is a paper of the whole bond.
    for (const part of await partsOfBond(tx, bond.id))
      await requireRole(tx, { staffId: by, fundId: part.fundId, action: 'bonds:follow' })
    await keepForm(tx, { bondId: bond.id, notifiedOn, recordedBy: by, occurredAt: at })
  }
  await recordAudit(tx, {
    actor: { kind: 'staff', id: by },
    action: 'bond.address_notified',
    subject: 'disbursement',
    subjectId: disbursementId,
    fundId,
    detail: { way, notifiedOn },
  })
}

type Form = { bondId: string; notifiedOn: string; recordedBy: string; occurredAt: Date }

/** For ICE the notice is the form I-333, which is one of the bond's papers. */
async function keepForm(tx: Tx, { notifiedOn, ...form }: Form): Promise<void> {
  await tx.bondPaper.create({
    data: { ...form, paper: 'i333', standing: 'sent', happenedOn: new Date(notifiedOn) },
  })
}
