import { db } from '#app/platform/db.ts'
import type { Act, Fate, Plan } from './bonds.ts'
import { lifeOf } from './bonds.ts'
import type { Chance } from './chance.ts'
import type { DemonstrationStaff } from './people.ts'
import { rareStates } from './rare-states.ts'

const day = 86_400_000
const week = 7 * day

/** Sixty bonds and some support over the year, and what became of them, as acts in order of time up to today. */
export async function actsOfTheYear(story: {
  start: Date
  today: Date
  staff: DemonstrationStaff
  chance: Chance
}): Promise<Act[]> {
  const plans = await plansOfTheYear(story.start, story.chance)
  const funds = await db().fund.findMany({ select: { id: true, slug: true } })
  return plans
    .flatMap((plan) => lifeOf(plan, story.staff, story.chance))
    .concat(rareStates({ ...story, funds }))
    .filter((act) => act.at < story.today)
    .sort((a, b) => a.at.getTime() - b.at.getTime())
}

export async function plansOfTheYear(start: Date, chance: Chance): Promise<Plan[]> {
  const funds = await db().fund.findMany({ select: { id: true, slug: true } })
  const fund = (slug: string): string => funds.find((one) => one.slug === slug)?.id ?? ''
  const at = (inWeek: number): Date =>
    new Date(start.getTime() + inWeek * week + chance.whole(0, 4) * day + 9 * 3_600_000)

  const bail = Array.from(
    { length: 32 },
    (_, index): Plan => ({
      ...{ fundId: fund('community-bail'), kind: 'court_bail', purposeCode: 'court_bail' },
      ...{
        principal: chance.whole(5, 50) * 100,
        fees: chance.of([0, 20, 40, 45]),
        at: at(1 + Math.floor(index * 1.55)),
      },
      fate: courtFate(index, chance),
    }),
  )
  const immigration = Array.from(
    { length: 16 },
    (_, index): Plan => ({
      ...{ fundId: fund('immigration-bonds'), kind: 'immigration_bond', purposeCode: 'immigration_bond' },
      ...{
        principal: chance.of([1500, 2500, 3000, 4000, 5000, 7500, 10_000]),
        fees: 25,
        at: at(2 + index * 3),
      },
      fate: immigrationFate(index),
    }),
  )
  const emergency = Array.from(
    { length: 12 },
    (_, index): Plan => ({
      ...{ fundId: fund('emergency-release'), kind: 'court_bail', purposeCode: 'court_bail' },
      ...{ principal: chance.whole(25, 75) * 10, fees: 15, at: at(1 + index * 3) },
      fate: { end: 'returned', weeks: chance.whole(4, 9), kept: 0, parts: 1 },
    }),
  )
  const support = Array.from(
    { length: 24 },
    (_, index): Plan => ({
      ...{ fundId: fund('emergency-release'), kind: 'support' },
      ...{ purposeCode: chance.of(['ride_home', 'first_nights', 'phone_and_post', 'food_and_clothes']) },
      ...{ principal: chance.whole(25, 90), fees: 0, at: at(1 + index * 2) },
      fate: { end: 'out' },
    }),
  )
  return [...bail, ...immigration, ...emergency, ...support]
}

/** Most come back whole; some with court costs, some in two parts; a few are lost, and the story does not hide them. */
function courtFate(index: number, chance: Chance): Fate {
  if (index === 6) return { end: 'lost', weeks: 12 }
  if (index === 9) return { end: 'written_off', weeks: 10 }
  if (index === 21) return { end: 'missed' }
  if (index === 27) return { end: 'not_released' }
  if (index % 7 === 3) return { end: 'due', weeks: chance.whole(8, 16), claimed: index % 2 === 0 }
  if (index % 9 === 4) return { end: 'out' }
  return {
    end: 'returned',
    weeks: chance.whole(7, 22),
    kept: chance.of([0, 0, 0, 120, 360]),
    parts: index % 8 === 2 ? 2 : 1,
  }
}

/** DHS keeps bonds for years: within one year most are out, a few have come back with interest, one was breached. */
function immigrationFate(index: number): Fate {
  if (index === 2) return { end: 'lost', weeks: 16 }
  if (index === 0 || index === 1 || index === 4) return { end: 'returned', weeks: 26, kept: 0, parts: 1 }
  if (index === 3) return { end: 'due', weeks: 30, claimed: true }
  if (index === 7) return { end: 'missed' }
  return { end: 'out' }
}
