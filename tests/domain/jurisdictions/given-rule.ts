import { addVersion } from '#app/domain/jurisdictions/add-version.server.ts'
import { recordReview } from '#app/domain/jurisdictions/record-review.server.ts'
import type { NewVersion } from '#app/domain/jurisdictions/rule-forms.ts'
import { cents } from '#app/domain/money/cents.ts'
import { db } from '#app/platform/db.ts'
import { givenActor } from '#tests/support/given-disbursement.ts'

type Keeper = { id: string; fundIds: string[] }

export const day = (text: string): Date => new Date(`${text}T00:00:00Z`)

/** The next version of a fictional rule. Answers its id. */
export async function givenRule(staff: Keeper, facts: Partial<NewVersion> = {}): Promise<string> {
  const rule: NewVersion = {
    ...{ code: 'zz-cap', place: 'US-ZZ', kind: 'cap_per_bond', effect: 'blocks_posting', bondKind: null },
    ...{ summary: 'At most $2,000 for one bond.', cap: cents(2_000_00n), bondCount: null, periodDays: null },
    ...{
      validFrom: day('2020-01-01'),
      validUntil: null,
      source: 'A fictional law',
      readOn: day('2026-01-01'),
    },
    ...facts,
  }
  await addVersion({ staff, rule })
  const { id } = await db().jurisdictionRule.findFirstOrThrow({
    where: { code: rule.code },
    orderBy: { version: 'desc' },
  })
  return id
}

/** As `givenRule`, and another administrator of the keeper's first fund recorded its review. */
export async function givenReviewedRule(staff: Keeper, facts: Partial<NewVersion> = {}): Promise<string> {
  const ruleId = await givenRule(staff, facts)
  const second = await givenActor(staff.fundIds[0] ?? '', ['administrator'])
  await recordReview({ staff: second, ruleId, counsel: 'Ada Example', reviewedOn: day('2026-01-02') })
  return ruleId
}
