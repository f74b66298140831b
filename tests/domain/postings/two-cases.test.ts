import { expect, test } from 'vitest'
import { newCaseCode } from '#app/domain/disbursements/case-code.ts'
import { assignmentPage } from '#app/domain/postings/assignment-page.server.ts'
import { openSlip } from '#app/domain/postings/slip/open-slip.server.ts'
import { linkCase } from '#app/domain/vault/link-case.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenTeam } from '#tests/support/given-disbursement.ts'
import { assign, givenApprovedBond, givenPoster, identify, identity } from '#tests/support/given-posting.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

test('of two cases of one person each slip has its own docket, court and booking number', async () => {
  const team = await givenTeam({ bank: 900_000_00n })
  const poster = await givenPoster(team.fundId)
  const caseCodes = [newCaseCode(), newCaseCode()]
  const [one = '', other = ''] = await Promise.all(
    caseCodes.map((caseCode) => givenApprovedBond(team, { caseCode })),
  )
  for (const disbursementId of [one, other]) await assign(team, disbursementId, poster)
  const { personId } = await identify(team, one)
  await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    linkCase(tx, { personId, caseCode: caseCodes[1] ?? '' }),
  )
  const page = () => assignmentPage({ staff: team.intake, disbursementId: other })
  expect((await page())?.lacking).toEqual([
    ...['booking_number', 'docket', 'court', 'facility', 'post_under', 'attorney_phone'],
  ])

  const second = {
    ...{ docket: '26-CR-9909', court: 'Foxglove Municipal Court', booking_number: 'B-2026-999' },
    ...{ facility: 'Foxglove Jail', post_under: 'Homeward Fund', attorney_phone: '+1 555 0179' },
  }
  await identify(team, other, second)
  expect((await page())?.lacking).toEqual([])
  const slip = async (disbursementId: string) =>
    (await openSlip({ staff: poster, disbursementId, language: 'en' })).person
  expect(await slip(one)).toEqual(identity)
  expect(await slip(other)).toEqual({ ...identity, ...second })
})
