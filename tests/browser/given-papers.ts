import { changeAddress } from '#app/domain/address-change/change-address.server.ts'
import { recordNotice } from '#app/domain/address-change/record-notice.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { reviewEvidence } from '#app/domain/evidence/review-evidence.server.ts'
import { checkMailbox } from '#app/domain/mailbox/check-mailbox.server.ts'
import { setMailbox } from '#app/domain/mailbox/set-mailbox.server.ts'
import { recordPaper } from '#app/domain/papers/record-paper.server.ts'
import { recordParty } from '#app/domain/papers/record-party.server.ts'
import type { Team } from '#tests/support/given-disbursement.ts'
import { givenDocument, givenEvidence, givenPersonOf } from '#tests/support/given-papers.ts'
import { today } from '#tests/support/given-remittance.ts'

/** A bond whose check is due, with a receipt in hand, an order missing, and a depositor who is a relative. */
export async function givenPapers(team: Team, administrator: ActingStaff, bonds: Record<string, string>) {
  const staff = team.intake
  const bondId = bonds.due ?? ''
  const personId = await givenPersonOf(team, bondId)
  const { documentId } = await givenDocument(staff, personId)
  await givenDocument(staff, personId)
  const evidenceId = await givenEvidence(staff, bondId, documentId)
  await reviewEvidence({ staff: team.approver, bondId, evidenceId, clean: true })
  await givenEvidence(staff, bondId)
  await recordPaper({
    ...{ staff, bondId, paper: 'court_receipt', standing: 'original', happenedOn: today() },
    ...{ documentId, evidenceId },
  })
  const party = { staff, bondId, holder: 'relative', name: 'Marigold Quill', signedOn: null } as const
  await recordParty({ ...party, role: 'depositor' })
  await recordParty({ ...party, role: 'office', holder: 'court', name: 'Larkspur County Court' })

  const { fundId } = team
  const readers = { firstReader: staff.id, otherReader: team.treasurer.id }
  await setMailbox({ staff: administrator, fundId, address: 'P.O. Box 12, Larkspur', ...readers })
  await checkMailbox({ staff, fundId, courtLetters: 2, iceLetters: 0 })
  const moved = { address: '1 Courthouse Square, Larkspur', effectiveOn: '2026-01-15' }
  const { changeId } = await changeAddress({ staff: administrator, ...moved })
  const notifiedOn = today()
  await recordNotice({ staff, changeId, bondIds: [bondId], way: 'by_mail', notifiedOn })
  return { bondId, personId }
}
