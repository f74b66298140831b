import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { dropCallsForCase, planCallForCase } from '#app/domain/requests/plan-call-for-case.server.ts'
import type { KnownFrom } from './bond.ts'
import { type OnBond, openBondAct } from './open-bond-act.server.ts'
import { walkBond } from './walk-bond.server.ts'

/**
 * Someone walked out, and their case goes on (`released`, then `active`); or our money is in and another hold keeps them
 * (`not_released`). Whoever asked is told that they are not out, unless they are by then. Moves no money.
 */
export async function recordRelease(
  release: OnBond & { outcome: 'released' | 'not_released'; knownFrom: KnownFrom },
): Promise<void> {
  const { staff, outcome, knownFrom } = release
  await attempt(
    { staff, action: 'bond.released', subject: 'bond', subjectId: release.bondId },
    async (tx) => {
      const { bonds, at } = await openBondAct(tx, 'release', release)
      if (outcome === 'not_released' && bonds[0].state !== 'posted')
        throw new Refusal('bond_step_not_possible')

      const steps =
        outcome === 'released' ? (['released', 'active'] as const) : (['posted_not_released'] as const)
      for (const bond of bonds) {
        await walkBond(tx, bond, { steps, by: staff.id, reason: knownFrom, at })
        const call = { caseCode: bond.caseCode, kind: 'not_released', at } as const
        await (outcome === 'not_released' ? planCallForCase(tx, call) : dropCallsForCase(tx, call))
        await recordAudit(tx, {
          actor: { kind: 'staff', id: staff.id },
          action: 'bond.released',
          subject: 'bond',
          subjectId: bond.id,
          fundId: bond.fundId,
          detail: { outcome, knownFrom },
        })
      }
    },
  )
}
