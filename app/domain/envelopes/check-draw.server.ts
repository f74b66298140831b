import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { largeHandOver } from '#app/domain/cash/reads/large-hand-over.server.ts'
import { refuse } from '#app/domain/disbursements/acts.ts'
import { newCaseCode } from '#app/domain/disbursements/case-code.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { courtPlace } from '#app/domain/jurisdictions/court-place.server.ts'
import { findingsOn, refuseBlocked } from '#app/domain/jurisdictions/findings.server.ts'
import { unknownAmong } from '#app/domain/jurisdictions/judged-by.ts'
import { knownPlace } from '#app/domain/jurisdictions/known-place.server.ts'
import { add, type Cents, zero } from '#app/domain/money/cents.ts'
import { now } from '#app/platform/clock.ts'
import { whyNotThisMoment } from './acts.ts'
import { familyPartFor } from './family-part.server.ts'
import { type NightBond, nightBondContent } from './night-bond.server.ts'
import { openEnvelopeAct } from './open-envelope-act.server.ts'
import { scopeToDraw } from './scope-to-draw.server.ts'

/**
 * Asked at the window before money is handed over: may this bond be posted out of this envelope? Refuses as the draw itself
 * would, and writes nothing but that it refused. Answers what the draw is then bound to, and what the rules of the place remind of.
 */
export async function checkDraw(asked: {
  staff: ActingStaff
  envelopeId: string
  bond: Omit<NightBond, 'caseCode'> & { caseCode?: string | undefined }
  /** What of the bond is the family's, beside what the fund pays. */
  familyPart?: Cents
  /** When it was handed over, if it was: now where nothing is said. */
  occurredAt?: Date | undefined
}) {
  const { familyPart = zero } = asked
  const at = now()
  const attempted = { action: 'envelope.drawn', subject: 'envelope', subjectId: asked.envelopeId }
  const scope = await scopeToDraw(asked)
  return attempt({ staff: asked.staff, scope, ...attempted }, async (tx) => {
    const envelope = await openEnvelopeAct(tx, 'draw', { ...asked, at })
    const bond: NightBond = { ...asked.bond, caseCode: asked.bond.caseCode ?? newCaseCode() }
    const moment = asked.occurredAt ?? at
    refuse(whyNotThisMoment(envelope, { moment, at }))
    const content = await nightBondContent(tx, envelope, { bond, at: moment })
    const disbursementId = randomUUID()
    const family = await familyPartFor(tx, { ...content, familyPart })
    const judged = {
      ...{ ...content, id: disbursementId, at: moment },
      principalCents: add(bond.principal, familyPart),
      place: await knownPlace(tx, { ...content, venue: bond.venue }),
    }
    await refuseBlocked(tx, judged)
    return {
      disbursementId,
      caseCode: bond.caseCode,
      contentHash: content.contentHash,
      // Whoever stands at the window need not know of a charge what stops nothing.
      findings: await findingsOn(tx, judged, { revealsIn: [], seesBlocks: true }),
      among: unknownAmong({ ...(await courtPlace(tx, judged)), place: judged.place }),
      agreementId: family.agreementId,
      large: await largeHandOver(tx, {
        ...{ disbursementIds: [], caseCodes: [bond.caseCode], at: moment },
        together: add(add(bond.principal, familyPart), bond.fees),
      }),
      /** What is held for the family of this case, posted or not. */
      heldForFamily: family.held,
    }
  })
}
