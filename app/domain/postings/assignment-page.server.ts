import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { sharedStandings } from '#app/domain/disbursements/shared-bonds/shared-bond-standing.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { openDetails } from './details.server.ts'
import { type PostingDetails, posterRoles } from './posting.ts'
import { isKeptElsewhere } from './slip/person-of-case.server.ts'
import { type SlipField, slipFieldsOf } from './slip/slip-fields.ts'

export type AssignmentPage = {
  /** Who could go: they hold the role in this fund and in each that shares the bond, and said yes to no part of it. */
  choices: { id: string; name: string }[]
  /** What was said of the window last, also where who was sent is no longer. */
  details: PostingDetails | null
  posterId: string | null
  history: { id: string; poster: string; by: string; at: Date; until: Date | null; reason: string | null }[]
  /** What the slip would lack of the person; nothing where another fund knows it. */
  lacking: SlipField[]
  /** Another fund keeps the person, whom this reader does not see: only who serves both opens the slip. */
  elsewhere: boolean
}

/** What one needs to choose who posts a bond. Null where it is not theirs to see. */
export const assignmentPage = (of: {
  staff: ActingStaff
  disbursementId: string
}): Promise<AssignmentPage | null> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.staff.fundIds } }, async (tx) => {
    const row = await tx.disbursement.findUnique({
      where: { id: of.disbursementId },
      select: {
        fundId: true,
        kind: true,
        caseCode: true,
        postingAssignments: {
          orderBy: { recordedAt: 'desc' },
          include: {
            withdrawal: true,
            poster: { select: { name: true } },
            assignedByStaff: { select: { name: true } },
          },
        },
      },
    })
    if (!row) return null
    const parts = await partsOf(tx, { disbursementId: of.disbursementId, fundId: row.fundId })
    const approvals = await tx.approval.findMany({
      where: { disbursementId: { in: parts.flatMap(({ disbursementId }) => disbursementId ?? []) } },
      select: { approverId: true },
    })
    const choices = await tx.staff.findMany({
      where: {
        disabledAt: null,
        id: { notIn: approvals.map(({ approverId }) => approverId) },
        AND: parts.map(({ fundId }) => ({
          staffRoleByStaffIds: { some: { fundId, role: { in: [...posterRoles] } } },
        })),
      },
      orderBy: [{ name: 'asc' }, { id: 'asc' }],
      select: { id: true, name: true },
    })
    const known = await tx.$queryRaw<{ field: string }[]>`
      select l.field from person_case c cross join lateral lines_of_case(c.person_id, c.case_code) l
       where c.case_code = ${row.caseCode}`
    const elsewhere = await isKeptElsewhere(tx, row.caseCode)
    const [last] = row.postingAssignments
    return {
      choices,
      details: last ? openDetails(last.id, last.detailsSealed) : null,
      posterId: row.postingAssignments.find(({ withdrawal }) => !withdrawal)?.posterId ?? null,
      history: row.postingAssignments.map(({ id, poster, assignedByStaff, occurredAt, withdrawal }) => ({
        ...{ id, poster: poster.name, by: assignedByStaff.name, at: occurredAt },
        until: withdrawal?.occurredAt ?? null,
        reason: withdrawal?.reason ?? null,
      })),
      lacking: slipFieldsOf(row.kind).filter(
        (field) => !elsewhere && !known.some((each) => each.field === field),
      ),
      elsewhere,
    }
  })

type Part = { fundId: string; disbursementId: string | null }

/** The parts of its bond by fund; one of its own is the only one. */
async function partsOf(tx: Tx, own: { disbursementId: string; fundId: string }): Promise<Part[]> {
  const shared = (await sharedStandings(tx, [own.disbursementId])).get(own.disbursementId)
  if (!shared) return [own]
  return tx.$queryRaw<Part[]>`
    select fund_id as "fundId", disbursement_id as "disbursementId" from shared_parts_seen(${shared.id}::uuid)`
}
