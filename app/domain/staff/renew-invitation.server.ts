import { attempt } from '#app/domain/audit/attempt.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { isEnrolled } from '#app/domain/staff/enrolled.server.ts'
import { inviteByLink } from '#app/domain/staff/links/invite-by-link.server.ts'
import type { SignInLink } from '#app/domain/staff/links/sign-in-link.server.ts'
import { requireStepUp } from '#app/domain/staff/step-up/require-step-up.server.ts'

type Renewal = { inviterId: string; staffId: string; stepUpId: string }

/**
 * A new link for someone who never set up a way to sign in; the older one stops working. Refuses
 * `step_up_is_fresh_and_bound`, `link_already_enrolled` and `invited_by_another_fund`.
 */
export async function renewInvitation({ inviterId, staffId, stepUpId }: Renewal): Promise<SignInLink> {
  return attempt(
    { staff: { id: inviterId, fundIds: [] }, action: 'staff.invited', subject: 'staff', subjectId: staffId },
    async (tx) => {
      await requireStepUp(tx, { stepUpId, staffId: inviterId, boundTo: boundTo.renewInvitation(staffId) })
      if (await isEnrolled(tx, staffId)) throw new Refusal('link_already_enrolled')
      return inviteByLink(tx, { inviterId, staffId })
    },
  )
}
