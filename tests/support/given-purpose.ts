import { decidePurpose } from '#app/domain/fund-purposes/decide-purpose.server.ts'
import { proposePurpose } from '#app/domain/fund-purposes/propose-purpose.server.ts'
import { startOfDay } from '#app/domain/recurring-donations/charge-dates.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { givenStepUp } from './given.ts'
import { givenActor } from './given-disbursement.ts'

const timezone = 'America/Chicago'
const twoDays = 2 * 86_400_000

/** Other words of a fund from a day on, as `2026-11-10`, which two administrators decided two days before it. */
export async function givenNewWords(of: {
  fundId: string
  from: string
  codes?: string[]
  name?: string
  purpose?: string
}): Promise<void> {
  const { fundId, from, codes = ['court_bail', 'immigration_bond', 'ride_home'] } = of
  const [one, other] = [
    await givenActor(fundId, ['administrator']),
    await givenActor(fundId, ['administrator']),
  ]
  const texts = ['en', 'es'].map((language) => ({
    ...{ language, name: of.name ?? 'Bail Fund', summary: 'New.', purpose: of.purpose ?? 'To pay more.' },
  }))
  await asOfTime(new Date(startOfDay(from, timezone).getTime() - twoDays), async () => {
    const { changeId } = await proposePurpose({ staff: one, fundId, from, timezone, codes, texts })
    const stepUpId = await givenStepUp(other.id, boundTo.confirmPurpose(changeId))
    await decidePurpose({ staff: other, fundId, changeId, decision: 'confirmed', stepUpId })
  })
}
