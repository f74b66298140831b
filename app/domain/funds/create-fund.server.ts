import { Refusal } from '#app/domain/refusal.ts'
import type { Tx } from '#app/platform/db.ts'
import { isLive } from '#app/platform/stripe.ts'
import type { FundKind } from './fund.ts'

export type NewFund = {
  slug: string
  kind: FundKind
  policyName: string
  effectiveFrom: Date
  /** The published words, one per language; English is the official text. */
  texts: { language: string; name: string; summary: string; purpose: string }[]
  purposeCodes: string[]
  position?: number
  minimumGiftCents?: bigint
  suggestedCents?: bigint[]
  reserveFloorCents?: bigint
  feesPaidBy?: 'fund' | 'operating'
  /** From which ceiling how many others must approve; one approval where nothing is said. */
  approvalRules?: { fromCents: bigint; approvalsRequired: number }[]
}

/** Opens a fund with version 1 of its purpose. Refuses the demonstration's policy where real money can move. */
export async function createFund(tx: Tx, fund: NewFund): Promise<string> {
  const policy = await tx.publicationPolicy.findUniqueOrThrow({ where: { name: fund.policyName } })
  if (policy.demonstration && isLive()) throw new Refusal('demonstration_policy_with_live_keys')

  const { id } = await tx.fund.create({
    data: {
      slug: fund.slug,
      kind: fund.kind,
      policyName: fund.policyName,
      position: fund.position ?? 0,
      ...(fund.minimumGiftCents ? { minimumGiftCents: fund.minimumGiftCents } : {}),
      ...(fund.suggestedCents ? { suggestedCents: fund.suggestedCents } : {}),
      reserveFloorCents: fund.reserveFloorCents ?? 0n,
      feesPaidBy: fund.feesPaidBy ?? 'fund',
    },
    select: { id: true },
  })
  await tx.fundStateChange.create({ data: { fundId: id, toState: 'open', reason: 'opened' } })
  await tx.fundPurpose.create({ data: { fundId: id, version: 1, effectiveFrom: fund.effectiveFrom } })
  await tx.fundPurposeText.createMany({
    data: fund.texts.map((text) => ({ fundId: id, version: 1, ...text })),
  })
  await tx.fundPurposeCode.createMany({
    data: fund.purposeCodes.map((purposeCode) => ({ fundId: id, version: 1, purposeCode })),
  })
  await tx.fundApprovalRule.createMany({
    data: (fund.approvalRules ?? [{ fromCents: 0n, approvalsRequired: 1 }]).map((rule) => ({
      fundId: id,
      ...rule,
    })),
  })
  return id
}
