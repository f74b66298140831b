import { z } from 'zod'
import { roles } from '#app/domain/staff/access.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import type { SignInLink } from '#app/domain/staff/links/sign-in-link.server.ts'
import { renewInvitation } from '#app/domain/staff/renew-invitation.server.ts'
import { grantRole } from '#app/domain/staff/roles/grant-role.server.ts'
import { withdrawRole } from '#app/domain/staff/roles/withdraw-role.server.ts'
import type { SignedInStaff } from '#app/domain/staff/staff.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { readHeld } from './held.ts'

const Grant = z.object({
  intent: z.literal('grant'),
  fundId: z.uuid(),
  role: z.enum(roles),
  ...proofFields,
})

const Withdraw = z.object({
  intent: z.literal('withdraw'),
  held: z.string().transform((text, context) => {
    const held = readHeld(text)
    if (held) return held
    context.addIssue({ code: 'custom', message: 'malformed' })
    return z.NEVER
  }),
  evenIfUnmet: z.literal('yes').optional(),
  ...proofFields,
})

const Renew = z.object({ intent: z.literal('renew'), ...proofFields })

type RoleForm = z.infer<typeof Grant> | z.infer<typeof Withdraw> | z.infer<typeof Renew>

/** The schema of the form that was sent. */
export const formOf = (intent: unknown): z.ZodType<RoleForm> => {
  const forms = { grant: Grant, withdraw: Withdraw, renew: Renew }
  return (
    typeof intent === 'string' && intent in forms ? forms[intent as keyof typeof forms] : Renew
  ).strict()
}

/** Gives or takes a role, or makes a new link, each after a proof for that very act. */
export async function changeRoles(
  staff: SignedInStaff,
  staffId: string,
  form: RoleForm,
): Promise<{ link: SignInLink | null }> {
  const { id } = staff
  const attempted = { staff, subject: 'staff', subjectId: staffId }
  switch (form.intent) {
    case 'grant': {
      const { fundId, role } = form
      await provedBy(
        { ...attempted, action: 'staff.role_granted', fundId },
        { boundTo: boundTo.grantRole({ staffId, fundId, role }), sent: form },
        (stepUpId) => grantRole({ granterId: id, staffId, fundId, role, stepUpId }),
      )
      return { link: null }
    }
    case 'withdraw': {
      const { held } = form
      const evenIfUnmet = form.evenIfUnmet === 'yes'
      await provedBy(
        { ...attempted, action: 'staff.role_withdrawn', fundId: held.fundId },
        { boundTo: boundTo.withdrawRole({ staffId, ...held }), sent: form },
        (stepUpId) => withdrawRole({ withdrawerId: id, staffId, ...held, stepUpId, evenIfUnmet }),
      )
      return { link: null }
    }
    case 'renew': {
      const link = await provedBy(
        { ...attempted, action: 'staff.invited' },
        { boundTo: boundTo.renewInvitation(staffId), sent: form },
        (stepUpId) => renewInvitation({ inviterId: id, staffId, stepUpId }),
      )
      return { link }
    }
  }
}
