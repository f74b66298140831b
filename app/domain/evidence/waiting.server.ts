import { organization } from '#app/domain/organization/organization.server.ts'
import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'
import { unprovedBonds } from './unproved-bonds.server.ts'

/** More than these of one fund are one thing to do, or they would hide everything else that waits. */
const toldSingly = 3

/** Posted bonds whose receipt should be in. A copy that is there waits for its reviewer, and is told of as that. */
export async function waitingEvidence(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const { timezone } = await organization()
  const fundIds = staff.fundIds.filter((fundId) => may(personIn(fundId).roles, 'bonds:follow'))
  const late = (await unprovedBonds(tx, { fundIds, timezone })).filter(
    ({ daysLate, evidence }) => daysLate > 0 && evidence !== 'unreviewed',
  )
  return fundIds.flatMap((fundId) => {
    const bonds = late.filter((bond) => bond.fundId === fundId)
    return bonds.length > toldSingly ? [together(fundId, bonds)] : bonds.map(singly)
  })
}

type Late = Awaited<ReturnType<typeof unprovedBonds>>[number]

const singly = ({ id, fundId, caseCode, principalCents, postedAt, dueAt }: Late): Waiting => ({
  act: 'add_evidence',
  to: `/admin/bonds/${id}/evidence`,
  ...{ fundId, caseCode, since: postedAt, dueAt },
  amountCents: principalCents,
})

/** By the one that has waited longest. */
function together(fundId: string, bonds: Late[]): Waiting {
  const [first] = [...bonds].sort((one, other) => one.dueAt.getTime() - other.dueAt.getTime())
  return {
    ...{ act: 'add_many_evidence', to: '/admin/evidence', fundId, caseCode: null },
    amountCents: bonds.reduce((sum, { principalCents }) => sum + principalCents, 0n),
    since: first?.postedAt ?? new Date(0),
    dueAt: first?.dueAt ?? null,
  }
}
