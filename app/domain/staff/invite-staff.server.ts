import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { isEnrolled } from '#app/domain/staff/enrolled.server.ts'
import { inviteByLink } from '#app/domain/staff/links/invite-by-link.server.ts'
import type { SignInLink } from '#app/domain/staff/links/sign-in-link.server.ts'
import { addRole } from '#app/domain/staff/roles/grant-role.server.ts'
import { requireAdministrator } from '#app/domain/staff/roles/require-administrator.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'
import type { Tx } from '#app/platform/db.ts'

export type Invitation = {
  inviterId: string
  name: string
  email: string
  language: string
  fundId: string
  role: Role
  stepUpId: string
}

/**
 * Brings a person in with their first role and a one-time link, which the inviter hands over. Someone who is known
 * and can sign in gets the role and no link. Refuses `not_your_fund_to_manage`, `step_up_is_fresh_and_bound`,
 * `role_held_already`, `trustee_comes_from_outside`, and `invited_by_another_fund` while a person has an unused link for a fund that the inviter
 * does not manage: a second link would let the inviter enter in that person's name.
 */
export async function inviteStaff(
  invitation: Invitation,
): Promise<{ staffId: string; link: SignInLink | null }> {
  const { inviterId, fundId, role, stepUpId } = invitation
  const email = invitation.email.trim().toLowerCase()
  return attempt(
    { staff: { id: inviterId, fundIds: [fundId] }, action: 'staff.invited', subject: 'staff', fundId },
    async (tx) => {
      await requireAdministrator(tx, inviterId, [fundId])
      await requireStepUp(tx, {
        stepUpId,
        staffId: inviterId,
        boundTo: boundTo.invite({ email, fundId, role }),
      })
      const known = await tx.staff.findUnique({ where: { email }, select: { id: true } })
      const staffId = known?.id ?? (await addPerson(tx, { ...invitation, email }))
      const link = (await isEnrolled(tx, staffId)) ? null : await inviteByLink(tx, { inviterId, staffId })
      await addRole(tx, { granterId: inviterId, staffId, fundId, role })
      return { staffId, link }
    },
  )
}

async function addPerson(tx: Tx, person: { name: string; email: string; language: string }): Promise<string> {
  const { name, email, language } = person
  const { id } = await tx.staff.create({ data: { name, email, language }, select: { id: true } })
  return id
}
