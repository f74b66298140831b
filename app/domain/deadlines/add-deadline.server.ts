import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { OnBond } from '#app/domain/bonds/open-bond-act.server.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import { openCaseAct } from '#app/domain/court-dates/open-case-act.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { type WrittenDeadline, writeDeadline } from './write-deadline.server.ts'

/** A further day from a paper: when a forfeiture must be paid, or a court's longer time. Refuses what the paper cannot say. */
export async function addDeadline(added: OnBond & WrittenDeadline): Promise<void> {
  const { staff, kind, paper, paperOn, lastDay } = added
  const { timezone } = await organization()
  await attempt(
    { staff, action: 'deadline.written', subject: 'bond', subjectId: added.bondId },
    async (tx) => {
      const { bonds, at } = await openCaseAct(tx, added)
      for (const part of bonds)
        await writeDeadline(tx, part, { kind, paper, paperOn, lastDay, by: staff.id, at, timezone })
      await tellAudit(tx, {
        staff,
        bonds,
        action: 'deadline.written',
        detail: { kind, paper, paperOn, lastDay },
      })
    },
  )
}
