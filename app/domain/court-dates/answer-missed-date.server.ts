import { attempt } from '#app/domain/audit/attempt.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { OnBond } from '#app/domain/bonds/open-bond-act.server.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import { refuseDayBeforeCase } from '#app/domain/disbursements/refuse-day-before-case.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { refuseForeignDocument } from '#app/domain/papers/open-paper-act.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { LawyerAnswer, ProofKind, Whereabouts } from './court-date.ts'
import { openCaseAct } from './open-case-act.server.ts'
import { sameMisses } from './same-of-parts.server.ts'

export type MissedAnswer = OnBond & {
  missedId: string
  lawyer: LawyerAnswer
  whereabouts: Whereabouts
  /** What would show a court why, its own day as `2026-11-21`, and whether we hold it, and as which original of the vault: codes, since papers name people. */
  proof: { kind: ProofKind; on: string; inHand: boolean; documentId?: string | null } | null
}

/**
 * Why a date was missed, as far as it is known; said again when more is known. Refuses `missed_date_unknown`,
 * `proof_is_from_the_past`, `day_is_of_its_case` and `papers_are_of_their_case`.
 */
export async function answerMissedDate(answer: MissedAnswer): Promise<void> {
  const { staff, missedId, lawyer, whereabouts, proof } = answer
  const { timezone } = await organization()
  await attempt(
    { staff, action: 'date.missed_answered', subject: 'bond', subjectId: answer.bondId },
    async (tx) => {
      const { bond, bonds, at } = await openCaseAct(tx, answer)
      const misses = await sameMisses(tx, { missedId, bonds })
      if (misses.length === 0) throw new Refusal('missed_date_unknown')
      if (proof && proof.on > dayOf(at, timezone)) throw new Refusal('proof_is_from_the_past', {}, 'proofOn')
      const documentId = proof?.documentId ?? null
      // A paper that lies in the vault is in hand, ticked or not.
      const inHand = documentId !== null || (proof?.inHand ?? false)
      await refuseForeignDocument(tx, { bondId: bond.id, documentId })
      if (proof) await refuseDayBeforeCase(tx, { caseCode: bond.caseCode, day: proof.on, field: 'proofOn' })

      await tx.missedDateAnswer.createMany({
        data: misses.map(({ row }) => ({
          missedId: row.id,
          lawyer,
          whereabouts,
          proofKind: proof?.kind ?? null,
          proofOn: proof ? new Date(proof.on) : null,
          proofInHand: inHand,
          documentId,
          recordedBy: staff.id,
          occurredAt: at,
        })),
      })
      await tellAudit(tx, {
        staff,
        bonds,
        action: 'date.missed_answered',
        detail: { lawyer, whereabouts, proof: proof?.kind ?? '', inHand },
      })
    },
  )
}
