import { organization } from '#app/domain/organization/organization.server.ts'
import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import { waitTogether } from '#app/domain/waiting-together.ts'
import type { Tx } from '#app/platform/db.ts'
import { serveWhole, unprovedBonds } from './unproved-bonds.server.ts'

/** Posted bonds whose receipt should be in, one that funds share once. A copy that is there waits for its reviewer, and is told of as that. */
export async function waitingEvidence(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const { timezone } = await organization()
  const fundIds = staff.fundIds.filter((fundId) => may(personIn(fundId).roles, 'bonds:follow'))
  const late = (await unprovedBonds(tx, { fundIds, timezone })).filter(
    (bond) => bond.daysLate > 0 && bond.evidence !== 'unreviewed' && serveWhole(bond, fundIds),
  )
  return waitTogether(late.map(singly), () => ({ act: 'add_many_evidence', to: '/admin/evidence' }))
}

type Late = Awaited<ReturnType<typeof unprovedBonds>>[number]

const singly = ({ id, fundId, caseCode, principalCents, postedAt, dueAt }: Late): Waiting => ({
  act: 'add_evidence',
  to: `/admin/bonds/${id}/evidence`,
  ...{ fundId, caseCode, since: postedAt, dueAt },
  amountCents: principalCents,
})
