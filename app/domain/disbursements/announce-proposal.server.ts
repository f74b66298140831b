import { queueMail } from '#app/domain/mail/queue-mail.server.ts'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { rolesFor } from '#app/domain/staff/access.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { env } from '#app/platform/env.ts'
import { type LockedDisbursement, lockDisbursement } from './lock-disbursement.server.ts'
import { fundNames } from './reads/fund-names.server.ts'

/**
 * Tells everyone who may approve that a proposal waits, once per person and revision. The mail carries the case code and
 * ceilings: nothing about a person leaves by mail. Silent where it was decided meanwhile.
 */
export async function announceProposal({ disbursementId }: { disbursementId: string }): Promise<void> {
  await inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const disbursement = await lockDisbursement(tx, disbursementId)
    if (disbursement.state !== 'proposed') return

    const organization = mailOrganization(await tx.organization.findUniqueOrThrow({ where: { id: 1 } }))
    const facts = await factsOf(tx, disbursement)
    for (const approver of await approversOf(tx, disbursement)) {
      const fund = await fundNames(tx, { fundIds: [disbursement.fundId], language: approver.language })
      await queueMail(tx, {
        message: 'disbursement-waiting',
        dedupeKey: `disbursement.proposed:${disbursementId}:${disbursement.revision}:${approver.id}`,
        to: approver.email,
        language: approver.language,
        staffId: approver.id,
        props: {
          organization,
          staffName: approver.name,
          fund: fund.get(disbursement.fundId) ?? '',
          caseCode: disbursement.caseCode,
          principalCeilingCents: disbursement.principalCeiling.toString(),
          feeCeilingCents: disbursement.feesCeiling.toString(),
          disbursementUrl: `${env().APP_URL}/admin/disbursements/${disbursementId}`,
          ...facts,
        },
      })
    }
  })
}

async function factsOf(tx: Tx, { id, fundId, total, approverIds }: LockedDisbursement) {
  const [row] = await tx.$queryRaw<{ proposed_at: Date; proposed_by: string; required: number }[]>`
    select d.occurred_at as proposed_at, s.name as proposed_by,
           approvals_required(${fundId}::uuid, ${total as bigint}::bigint) as required
      from disbursement d join staff s on s.id = d.proposed_by where d.id = ${id}::uuid`
  if (!row) throw new Error('a locked disbursement has a row')
  return {
    proposedAt: row.proposed_at.toISOString(),
    proposedBy: row.proposed_by,
    approvalsMissing: row.required - approverIds.length,
  }
}

const approversOf = (tx: Tx, { fundId, proposedBy, approverIds }: LockedDisbursement) =>
  tx.staff.findMany({
    where: {
      disabledAt: null,
      id: { notIn: [proposedBy, ...approverIds] },
      staffRoleByStaffIds: { some: { fundId, role: { in: [...rolesFor('disbursements:approve')] } } },
    },
    orderBy: { id: 'asc' },
    select: { id: true, name: true, email: true, language: true },
  })
