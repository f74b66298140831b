import { type DisbursementKind, isBondKind } from '#app/domain/disbursements/disbursement.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { courtPlace } from './court-place.server.ts'
import { rulesInForce } from './findings.server.ts'
import { type Finding, judge } from './judge.ts'
import { unknownAmong } from './judged-by.ts'
import { knownPlace } from './known-place.server.ts'

/** What the rules would say about a bond that nobody has proposed yet. */
export type Preview = {
  principalCents: bigint
  findings: Finding[]
  /** Limits by period that are not reached, with how many bonds count so far. */
  counts: { code: string; place: string; counted: number; bondCount: number; periodDays: number }[]
  /** Whether any rule speaks of such a bond in this fund at all. */
  isUnderRules: boolean
  /** Where nobody said in which place the court lies: the places whose rules were asked together. */
  placeAmong: string[]
}

type Asked = {
  /** Whose records they may read: elsewhere nobody learns about a charge by asking. */
  staff: { fundIds: string[]; revealsIn: readonly string[] }
  /** Where the bond has parts in several, all of them. */
  funds: string[]
  kind: DisbursementKind
  caseCode: string | null
  /** As far as it is written down yet: the same court lies where it was said to lie before. */
  venue?: string | undefined
  /** Of the whole bond, as the court takes it. */
  principalCents: bigint
  /** Of a proposal that exists already: what counsel cleared of it counts. */
  disbursement?: { id: string; contentHash: string }
}

/** Null where no fund is among theirs or nothing is asked that rules speak of. Changes nothing. */
export async function previewFindings(of: Asked): Promise<Preview | null> {
  const { staff, kind, caseCode, venue, principalCents, disbursement } = of
  const funds = [...new Set(of.funds)].filter((fundId) => staff.fundIds.includes(fundId))
  if (!isBondKind(kind) || funds.length === 0) return null
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const place = await firstKnown(tx, { funds, venue })
    const asked = {
      ...{ id: disbursement?.id ?? null, contentHash: disbursement?.contentHash ?? null },
      ...{ kind, caseCode, place, at: now() },
    }
    const reader = { revealsIn: staff.revealsIn, seesBlocks: false }
    const rules = []
    const places = new Set<string>()
    for (const fundId of funds) {
      rules.push(...(await rulesInForce(tx, { ...asked, fundId }, reader)))
      const { served } = await courtPlace(tx, { id: asked.id, fundId, at: asked.at })
      for (const among of unknownAmong({ place, served })) places.add(among)
    }
    // Funds of one place fall under the same rule, which speaks once; their certificates can differ.
    const spoken = new Map(rules.map((rule) => [`${rule.id}:${rule.certifiedUntil}:${rule.lapsedOn}`, rule]))
    const each = [...spoken.values()]
    return {
      principalCents,
      findings: judge(each, { kind, principalCents }),
      counts: each.flatMap(({ code, place, counted, bondCount, periodDays }) =>
        bondCount !== null && counted < bondCount
          ? [{ code, place, counted, bondCount, periodDays: periodDays ?? 0 }]
          : [],
      ),
      isUnderRules: each.length > 0,
      placeAmong: [...places],
    }
  })
}

/** One bond has one court: what one of the funds knows of it holds for all. */
async function firstKnown(
  tx: Tx,
  { funds, venue }: { funds: string[]; venue: string | undefined },
): Promise<string | null> {
  if (!venue) return null
  for (const fundId of funds) {
    const place = await knownPlace(tx, { fundId, venue })
    if (place !== null) return place
  }
  return null
}
