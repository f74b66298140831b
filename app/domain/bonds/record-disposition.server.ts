import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { SaidOfEnd } from '#app/domain/case-ends/case-end.ts'
import { writeCaseEnd } from '#app/domain/case-ends/write-case-end.server.ts'
import { bondBalances, lockFundBank } from '#app/domain/ledger/balances.server.ts'
import { postTransfers } from '#app/domain/ledger/post.server.ts'
import { caseDisposed } from '#app/domain/ledger/transfers/bonds.ts'
import { cents } from '#app/domain/money/cents.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { wayToRefundDue } from './acts.ts'
import { type KnownFrom, stepsAlong } from './bond.ts'
import type { LockedBond } from './lock-bond.server.ts'
import { type OnBond, openBondAct } from './open-bond-act.server.ts'
import { walkBond } from './walk-bond.server.ts'

/** The case is over: all that is still deposited is now due back. What will really come is not known yet, and not booked. */
export async function recordDisposition(
  disposition: OnBond & SaidOfEnd & { knownFrom: KnownFrom },
): Promise<void> {
  const { staff, knownFrom } = disposition
  await attempt(
    { staff, action: 'bond.disposed', subject: 'bond', subjectId: disposition.bondId },
    async (tx) => {
      const { bonds, at } = await openBondAct(tx, 'disposition', disposition)
      await lockFundBank(
        tx,
        bonds.map(({ fundId }) => fundId),
      )
      const [{ kind, state }] = bonds
      const steps = stepsAlong(kind, state, wayToRefundDue[kind]) ?? []
      await writeCaseEnd(tx, { bonds, steps, said: disposition, by: staff.id, at })
      for (const bond of bonds) await disposeOf(tx, bond, { by: staff.id, knownFrom, at })
    },
  )
}

async function disposeOf(
  tx: Tx,
  bond: LockedBond,
  { by, knownFrom, at }: { by: string; knownFrom: KnownFrom; at: Date },
): Promise<void> {
  const { id: bondId, fundId } = bond
  const steps = stepsAlong(bond.kind, bond.state, wayToRefundDue[bond.kind])
  if (!steps) throw new Refusal('bond_step_not_possible')

  const { deposited } = await bondBalances(tx, { fundId, bondId })
  await postTransfers(tx, {
    source: { kind: 'bond_disposition', id: bondId },
    occurredAt: at,
    transfers: caseDisposed({ fundId, bondId, amount: cents(deposited) }),
  })
  await walkBond(tx, bond, { steps, by, reason: knownFrom, at })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: by },
    action: 'bond.disposed',
    subject: 'bond',
    subjectId: bondId,
    fundId,
    detail: { dueCents: deposited.toString(), knownFrom },
  })
}
