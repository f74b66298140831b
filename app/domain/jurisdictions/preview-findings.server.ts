import { type DisbursementKind, isBondKind } from '#app/domain/disbursements/disbursement.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { rulesInForce } from './findings.server.ts'
import { type Finding, judge } from './judge.ts'

/** What the rules would say about a bond that nobody has proposed yet. */
export type Preview = {
  principalCents: bigint
  findings: Finding[]
  /** Limits by period that are not reached, with how many bonds count so far. */
  counts: { code: string; place: string; counted: number; bondCount: number; periodDays: number }[]
  /** Whether any rule speaks of such a bond in this fund at all. */
  isUnderRules: boolean
}

/** Null where the fund is not among theirs or nothing is asked that rules speak of. Changes nothing. */
export async function previewFindings(of: {
  staff: { fundIds: string[] }
  fundId: string
  kind: DisbursementKind
  principalCents: bigint
}): Promise<Preview | null> {
  const { staff, fundId, kind, principalCents } = of
  if (!isBondKind(kind) || !staff.fundIds.includes(fundId)) return null
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const rules = await rulesInForce(tx, { id: null, contentHash: null, fundId, kind, at: now() })
    return {
      principalCents,
      findings: judge(rules, { kind, principalCents }),
      counts: rules.flatMap(({ code, place, counted, bondCount, periodDays }) =>
        bondCount !== null && counted < bondCount
          ? [{ code, place, counted, bondCount, periodDays: periodDays ?? 0 }]
          : [],
      ),
      isUnderRules: rules.length > 0,
    }
  })
}
