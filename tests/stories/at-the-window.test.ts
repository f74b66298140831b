import { expect, test } from 'vitest'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { takeTurn } from '#app/domain/on-call/take-turn.server.ts'
import { myPostings } from '#app/domain/postings/my-postings.server.ts'
import { openSlip } from '#app/domain/postings/slip/open-slip.server.ts'
import { withdrawAssignment } from '#app/domain/postings/withdraw-assignment.server.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { approveBy, givenProposal, givenTeam } from '#tests/support/given-disbursement.ts'
import { assign, givenApprovedBond, givenPoster, identify, postBy } from '#tests/support/given-posting.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { refusalOf } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

test('a volunteer goes to the window: the judge raised the bond, a new approval, a lower sum, and home', async () => {
  const team = await givenTeam({ bank: 10_000_00n })
  const poster = await givenPoster(team.fundId)
  const first = await givenApprovedBond(team)
  await identify(team, first)
  await assign(team, first, poster)
  const endsAt = new Date(Date.now() + 8 * 3_600_000)
  await takeTurn({ staff: team.approver, fundId: team.fundId, endsAt, phone: '+1 555 0123' })

  const slip = await openSlip({ staff: poster, disbursementId: first, language: 'en' })
  expect([slip.person.booking_number, slip.onCall[0]?.phone]).toEqual(['B-2026-118', '+1 555 0123'])
  expect((await refusalOf(postBy(poster, first, { principal: 3_000_00n }))).code).toBe(
    'principal_above_ceiling',
  )

  const second = await givenProposal(team, { principal: 3_500_00n, fees: 40_00n })
  await approveBy(team.approver, second)
  await withdrawAssignment({ staff: team.intake, disbursementId: first, reason: 'not_available' })
  await assign(team, second, poster)
  const { bondId } = await postBy(poster, second, { principal: 3_000_00n })
  expect(await myPostings({ staffId: poster.id, language: 'en' })).toEqual([])
  await recordRelease({
    staff: team.intake,
    bondId: bondId ?? '',
    outcome: 'released',
    knownFrom: 'own_visit',
  })

  expect(await ledgerTable(world)).toMatchInlineSnapshot(`
    "code         debit         credit       amount
    opening      bank          opening  $10,000.00
    bond_posted  bond_deposit  bank      $3,000.00
    bond_fee     bond_fees     bank         $35.00"
  `)
  expect(await brokenBooks()).toEqual([])
})
