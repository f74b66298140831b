import { z } from 'zod'
import { roles } from '#app/domain/staff/access.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import type { SignInLink } from '#app/domain/staff/links/sign-in-link.server.ts'
import { renewInvitation } from '#app/domain/staff/renew-invitation.server.ts'
import { grantRole } from '#app/domain/staff/roles/grant-role.server.ts'
import { withdrawRole } from '#app/domain/staff/roles/withdraw-role.server.ts'
import type { SignedInStaff } from '#app/domain/staff/staff.ts'
import { proofFields, proofOf } from '#app/domain/staff/step-up/proof.ts'
import { verifyStepUp } from '#app/domain/staff/verify-step-up.server.ts'
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
  { id }: SignedInStaff,
  staffId: string,
  form: RoleForm,
): Promise<{ link: SignInLink | null }> {
  const proved = (act: string) => verifyStepUp({ staffId: id, boundTo: act, proof: proofOf(form) })
  switch (form.intent) {
    case 'grant': {
      const { fundId, role } = form
      const stepUpId = await proved(boundTo.grantRole({ staffId, fundId, role }))
      await grantRole({ granterId: id, staffId, fundId, role, stepUpId })
      return { link: null }
    }
    case 'withdraw': {
      const stepUpId = await proved(boundTo.withdrawRole({ staffId, ...form.held }))
      await withdrawRole({
        ...{ withdrawerId: id, staffId, ...form.held, stepUpId },
        evenIfUnmet: form.evenIfUnmet === 'yes',
      })
      return { link: null }
    }
    case 'renew': {
      const stepUpId = await proved(boundTo.renewInvitation(staffId))
      return { link: await renewInvitation({ inviterId: id, staffId, stepUpId }) }
    }
  }
}
