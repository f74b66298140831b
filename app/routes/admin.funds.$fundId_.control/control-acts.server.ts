import type { z } from 'zod'
import { DecideClosingForm, ProposeClosingForm } from '#app/domain/funds/closing/closing.ts'
import { decideClosing } from '#app/domain/funds/closing/decide-closing.server.ts'
import { proposeClosing } from '#app/domain/funds/closing/propose-closing.server.ts'
import { decideLimits } from '#app/domain/funds/decide-limits.server.ts'
import { DecideLimitsForm, limitsEntered, ProposeLimitsForm } from '#app/domain/funds/limits-form.ts'
import { proposeLimits } from '#app/domain/funds/propose-limits.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { provedBy } from '#app/http/proved-by.ts'
import type { SignedInStaff } from '#app/http/require-staff.ts'

type Entered =
  | z.output<typeof ProposeLimitsForm>
  | z.output<typeof DecideLimitsForm>
  | z.output<typeof ProposeClosingForm>
  | z.output<typeof DecideClosingForm>

/** The schema of the form that was sent. */
export function formOf(act: unknown): z.ZodType<Entered> {
  if (act === 'propose-closing') return ProposeClosingForm
  if (act === 'confirm-closing' || act === 'withdraw-closing') return DecideClosingForm
  return act === 'propose' ? ProposeLimitsForm.strict() : DecideLimitsForm.strict()
}

type Asked = { staff: SignedInStaff; fundId: string; entered: Entered }

/** Proposes, confirms or takes back; the first two after a proof for that very act. */
export async function controlAct({ staff, fundId, entered }: Asked): Promise<unknown> {
  const attempted = { staff, subject: 'fund', subjectId: fundId }
  switch (entered.act) {
    case 'propose': {
      const limits = limitsEntered(entered)
      return provedBy(
        { ...attempted, action: 'fund.limits_proposed' },
        { boundTo: boundTo.proposeLimits({ fundId, ...limits }), sent: entered },
        (stepUpId) => proposeLimits({ staff, fundId, limits, stepUpId }),
      )
    }
    case 'confirm': {
      const { limitsId } = entered
      return provedBy(
        { ...attempted, action: 'fund.limits_confirmed' },
        { boundTo: boundTo.confirmLimits(limitsId), sent: entered },
        (stepUpId) => decideLimits({ staff, fundId, limitsId, outcome: 'confirmed', stepUpId }),
      )
    }
    case 'withdraw':
      return decideLimits({ staff, fundId, limitsId: entered.limitsId, outcome: 'withdrawn' })
    case 'propose-closing': {
      const { to, reason } = entered
      return provedBy(
        { ...attempted, action: 'fund.closing_proposed' },
        { boundTo: boundTo.proposeClosing({ fundId, to, reason }), sent: entered },
        (stepUpId) => proposeClosing({ staff, fundId, to, reason, stepUpId }),
      )
    }
    case 'confirm-closing': {
      const { closingId } = entered
      return provedBy(
        { ...attempted, action: 'fund.closing_confirmed' },
        { boundTo: boundTo.confirmClosing(closingId), sent: entered },
        (stepUpId) => decideClosing({ staff, fundId, closingId, outcome: 'confirmed', stepUpId }),
      )
    }
    case 'withdraw-closing':
      return decideClosing({ staff, fundId, closingId: entered.closingId, outcome: 'withdrawn' })
  }
}
