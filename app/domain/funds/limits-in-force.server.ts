import type { Tx } from '#app/platform/db.ts'
import type { Limits } from './limits.ts'

/** What holds in a fund now: what two administrators decided last, else what it was created with. */
export async function limitsInForce(tx: Tx, fundId: string): Promise<Limits> {
  const [decided] = await tx.$queryRaw<{ id: string | null; hours: number }[]>`
    select limits_in_force(${fundId}::uuid) as id, proposal_waits_hours(${fundId}::uuid) as hours`
  if (decided?.id) return limitsOf(await tx.fundLimits.findUniqueOrThrow({ where: { id: decided.id } }))
  const rules = await tx.fundApprovalRule.findMany({ where: { fundId }, orderBy: { fromCents: 'asc' } })
  const steps = rules.map(({ fromCents, approvalsRequired }) => ({ fromCents, approvals: approvalsRequired }))
  return {
    steps: steps[0]?.fromCents === 0n ? steps : [{ fromCents: 0n, approvals: 1 }, ...steps],
    capCents: null,
    dailyCapCents: null,
    expiryHours: decided?.hours ?? 0,
  }
}

type Row = {
  fromCents: bigint[]
  approvalsRequired: number[]
  capCents: bigint | null
  dailyCapCents: bigint | null
  expiryHours: number
}

export const limitsOf = ({ fromCents, approvalsRequired, ...rest }: Row): Limits => ({
  steps: fromCents.map((from, index) => ({ fromCents: from, approvals: approvalsRequired[index] ?? 1 })),
  capCents: rest.capCents,
  dailyCapCents: rest.dailyCapCents,
  expiryHours: rest.expiryHours,
})
