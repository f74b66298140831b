import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { requireAdministrator } from '#app/domain/staff/roles/require-administrator.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { makeSignInLink, type SignInLink } from './sign-in-link.server.ts'

/**
 * A link to enrol with, for the inviter to hand over. Refuses `invited_by_another_fund` where the person holds a role
 * in a fund that the inviter does not manage: who holds the link could enter in that person's name.
 */
export async function inviteByLink(
  tx: Tx,
  { inviterId, staffId }: { inviterId: string; staffId: string },
): Promise<SignInLink> {
  const held = await tx.staffRole.findMany({ where: { staffId }, select: { fundId: true } })
  try {
    await requireAdministrator(
      tx,
      inviterId,
      held.map(({ fundId }) => fundId),
    )
  } catch (error) {
    throw error instanceof Refusal ? new Refusal('invited_by_another_fund', {}, 'email') : error
  }
  await recordAudit(tx, {
    actor: { kind: 'staff', id: inviterId },
    action: 'staff.invited',
    subject: 'staff',
    subjectId: staffId,
  })
  return makeSignInLink(tx, staffId, 'enrol')
}
