import { beforeEach, describe, expect, test } from 'vitest'
import { namingViolations } from '#app/platform/constraint.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenActiveBond } from '#tests/support/given-loss.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let bondId: string
beforeEach(async () => {
  team = await givenTeam()
  bondId = await givenActiveBond(team)
})

describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  test('another language: named where somebody is to be called in it, and of no other answer', async () => {
    const said = (wants: boolean, language: string): Statement => [
      `insert into case_contact (bond_id, wants_calls, language, voicemail, recorded_by, occurred_at)
         values ($1, $2, $3, false, $4, now())`,
      [bondId, wants, language, team.intake.id],
    ]
    const named = (bond = bondId): Statement => [
      `insert into case_language (id, contact_id, bond_id, name_sealed)
         select gen_random_uuid(), max(c.id), $2::uuid, 'x'::bytea from case_contact c where c.bond_id = $1`,
      [bondId, bond],
    ]
    expect(await broken(said(true, 'other'))).toBe('other_language_is_named')
    expect(await broken(said(true, 'es'), named())).toBe('other_language_is_named')
    const another = await givenActiveBond(team)
    expect(await broken(said(true, 'other'), named(another))).toBe('other_language_is_named')
    expect(await broken(said(true, 'other'), named(), named())).toBe('contact_has_one_language')
    await run(url, [said(false, 'other')])
    await run(url, [said(true, 'other'), named()])
    const anew: Statement = [`update case_language set name_sealed = 'y' where bond_id = $1`, [bondId]]
    expect(await brokenRule(namingViolations(() => run(world.ownerUrl, [anew])))).toBe(
      'dates_are_append_only',
    )
  })
})
