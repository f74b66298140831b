import { db } from '#app/platform/db.ts'

export type ShownPolicy = {
  id: string
  aloneCents: bigint
  days: number | null
  texts: Record<string, string>
  proposedById: string
  proposedBy: string
  proposedAt: Date
  state: string
  decidedBy: string | null
}

/** A fund's refund policies: the one in force, the one that waits for another administrator, and what was before. */
export async function refundPoliciesOf(fundId: string): Promise<{
  inForce: ShownPolicy | null
  proposed: ShownPolicy | null
  earlier: ShownPolicy[]
}> {
  const rows = await db().refundPolicy.findMany({
    where: { fundId },
    include: { refundPolicyTexts: true, refundPolicyDecision: true },
    orderBy: { recordedAt: 'desc' },
  })
  const people = rows.flatMap(({ proposedBy, refundPolicyDecision }) => [
    proposedBy,
    ...(refundPolicyDecision ? [refundPolicyDecision.decidedBy] : []),
  ])
  const known = await db().staff.findMany({ where: { id: { in: people } }, select: { id: true, name: true } })
  const nameOf = (id: string) => known.find((person) => person.id === id)?.name ?? ''
  const [current] = await db().$queryRaw<{ id: string }[]>`
    select f.id from refund_policy_in_force(${fundId}::uuid) f`
  const shown = rows.map((row): ShownPolicy => {
    const decision = row.refundPolicyDecision
    return {
      ...{ id: row.id, aloneCents: row.aloneCents, days: row.days },
      texts: Object.fromEntries(row.refundPolicyTexts.map(({ language, text }) => [language, text])),
      ...{ proposedById: row.proposedBy, proposedBy: nameOf(row.proposedBy), proposedAt: row.occurredAt },
      state: row.id === current?.id ? 'in_force' : (decision?.decision ?? 'proposed'),
      decidedBy: decision ? nameOf(decision.decidedBy) : null,
    }
  })
  return {
    inForce: shown.find(({ state }) => state === 'in_force') ?? null,
    proposed: shown.find(({ state }) => state === 'proposed') ?? null,
    earlier: shown.filter(({ state }) => state !== 'in_force' && state !== 'proposed'),
  }
}

/** What donors read of it: in their language, else in English; null where the fund has said nothing. */
export async function publicRefundPolicy(of: { fundId: string; language: string }): Promise<string | null> {
  const [row] = await db().$queryRaw<{ text: string }[]>`
    select t.text from refund_policy_in_force(${of.fundId}::uuid) f join refund_policy_text t on t.policy_id = f.id
     where t.language in (${of.language}, 'en') order by t.language = ${of.language} desc limit 1`
  return row?.text ?? null
}
