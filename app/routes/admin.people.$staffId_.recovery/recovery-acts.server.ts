import { z } from 'zod'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import type { SignInLink } from '#app/domain/staff/links/sign-in-link.server.ts'
import { confirmRecovery } from '#app/domain/staff/recovery/confirm-recovery.server.ts'
import { openRecovery } from '#app/domain/staff/recovery/open-recovery.server.ts'
import { assurances, recoveryReasons, stopReasons } from '#app/domain/staff/recovery/recovery.ts'
import { stopRecovery } from '#app/domain/staff/recovery/stop-recovery.server.ts'
import { proofFields } from '#app/domain/staff/step-up/proof.ts'
import { provedBy } from '#app/http/proved-by.ts'
import type { SignedInStaff } from '#app/http/require-staff.ts'

export const RecoveryForm = z.discriminatedUnion('intent', [
  z.strictObject({
    intent: z.literal('open'),
    reason: z.enum(recoveryReasons),
    assuredBy: z.enum(assurances),
    ...proofFields,
  }),
  z.strictObject({ intent: z.literal('confirm'), recoveryId: z.uuid(), ...proofFields }),
  z.strictObject({ intent: z.literal('stop'), recoveryId: z.uuid(), stopReason: z.enum(stopReasons) }),
])

type Entered = z.output<typeof RecoveryForm>

/** What the page shows once: the opener's half, or the half of who confirms. */
type Shown = { code: string } | { link: SignInLink } | null

/** Opens or confirms, each after a proof for that very act, or stops. */
export async function recoveryAct(staff: SignedInStaff, staffId: string, entered: Entered): Promise<Shown> {
  const attempted = { staff, subject: 'staff', subjectId: staffId }
  switch (entered.intent) {
    case 'open': {
      const { reason, assuredBy } = entered
      const { code } = await provedBy(
        { ...attempted, action: 'staff.recovery_opened' },
        { boundTo: boundTo.recover({ staffId, reason, assuredBy }), sent: entered },
        (stepUpId) => openRecovery({ staff, staffId, reason, assuredBy, stepUpId }),
      )
      return { code }
    }
    case 'confirm': {
      const { recoveryId } = entered
      const link = await provedBy(
        { ...attempted, action: 'staff.recovery_confirmed' },
        { boundTo: boundTo.confirmRecovery(recoveryId), sent: entered },
        (stepUpId) => confirmRecovery({ staff, recoveryId, stepUpId }),
      )
      return { link }
    }
    case 'stop':
      await stopRecovery({ staff, recoveryId: entered.recoveryId, reason: entered.stopReason })
      return null
  }
}
