import { attempt } from '#app/domain/audit/attempt.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { refuseDayBeforeCase } from '#app/domain/disbursements/refuse-day-before-case.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { openPaperAct, type PaperBonds, refuseForeignDocument } from './open-paper-act.server.ts'
import { type Paper, papersOf, type Standing } from './paper-set.ts'

type SeenPaper = {
  staff: ActingStaff
  bondId: string
  paper: Paper
  standing: Standing
  /** A day of the organization's, as `2026-11-21`. */
  happenedOn: string
  /** The original in the vault, and the covered copy with the books, where there is one. */
  documentId: string | null
  evidenceId: string | null
}

/**
 * What became of one paper of a bond; of one that funds share it is written once. Refuses `paper_is_of_another_kind`,
 * `paper_lies_ahead`, `day_is_of_its_case`, `papers_are_of_their_case`, `shared_bond_needs_every_fund` and `role_may_not`.
 */
export async function recordPaper(seen: SeenPaper): Promise<void> {
  const { staff, bondId, paper, standing, happenedOn, documentId, evidenceId } = seen
  const { timezone } = await organization()
  await attempt({ staff, action: 'bond.paper_recorded', subject: 'bond', subjectId: bondId }, async (tx) => {
    const at = now()
    const bonds = await openPaperAct(tx, seen)
    const [{ id: keptWith, kind, caseCode }] = bonds
    if (!papersOf[kind].includes(paper)) throw new Refusal('paper_is_of_another_kind', {}, 'paper')
    if (happenedOn > dayOf(at, timezone)) throw new Refusal('paper_lies_ahead', {}, 'happenedOn')
    await refuseDayBeforeCase(tx, { caseCode, day: happenedOn, field: 'happenedOn' })
    await refuseForeignDocument(tx, { bondId, documentId })
    await refuseForeignEvidence(tx, { bonds, evidenceId })

    await tx.bondPaper.create({
      data: {
        ...{ bondId: keptWith, paper, standing, documentId, evidenceId },
        happenedOn: new Date(happenedOn),
        recordedBy: staff.id,
        occurredAt: at,
      },
    })
    await tellAudit(tx, {
      staff,
      bonds,
      action: 'bond.paper_recorded',
      detail: { paper, standing, happenedOn },
    })
  })
}

async function refuseForeignEvidence(
  tx: Tx,
  { bonds, evidenceId }: { bonds: PaperBonds; evidenceId: string | null },
): Promise<void> {
  if (evidenceId === null) return
  const bondIds = bonds.map(({ id }) => id)
  if (!(await tx.bondEvidence.count({ where: { id: evidenceId, bondId: { in: bondIds } } })))
    throw new Refusal('papers_are_of_their_case', {}, 'evidenceId')
}
