import type { CaseEndReason, SaidOfEnd } from '#app/domain/case-ends/case-end.ts'
import { addEvidence } from '#app/domain/evidence/add-evidence.server.ts'
import { reviewEvidence } from '#app/domain/evidence/review-evidence.server.ts'
import { asOfTime } from '#app/platform/clock.ts'
import type { DemonstrationStaff, Person } from './people.ts'
import { receiptPicture } from './receipt-picture.ts'

/** Like no receipt of a posting: a copy stands on a bond once. */
const picture = receiptPicture(9)

type On = { staff: Person; bondId: string; occurredAt: Date }

/** How a case of immigration ended, with the covered copy of what ICE wrote, which Kit finds clean. */
export async function caseEnded(
  { staff, bondId, occurredAt }: On,
  { kit }: Pick<DemonstrationStaff, 'kit'>,
  endReason: CaseEndReason,
): Promise<SaidOfEnd> {
  const copy = { staff, bondId, purpose: 'other', receiptNumber: 'ICE-END', documentId: null } as const
  return asOfTime(occurredAt, async () => {
    const { evidenceId } = await addEvidence({ ...copy, file: picture })
    await reviewEvidence({ staff: kit, bondId, evidenceId, clean: true })
    return { endReason, endProof: { evidenceId } }
  })
}
