import { expect, test } from 'vitest'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { answerMissedDate } from '#app/domain/court-dates/answer-missed-date.server.ts'
import { datesOfBond } from '#app/domain/court-dates/reads/dates-of-bond.server.ts'
import { recordAppearance } from '#app/domain/court-dates/record-appearance.server.ts'
import { recordCaseCall } from '#app/domain/court-dates/record-case-call.server.ts'
import { waitingForCases } from '#app/domain/court-dates/waiting.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { callsOf, courtDate, givenDate, givenYes, inDays, timezone } from '#tests/support/given-dates.ts'
import { givenTeam } from '#tests/support/given-disbursement.ts'
import { givenActiveBond } from '#tests/support/given-loss.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { recordReturn } from '#tests/support/proved.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

test('a missed date, set aside', async () => {
  const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
  const team = await givenTeam({ bank: 10_000_00n })
  const { intake, approver } = team
  const bondId = await givenActiveBond(team, { principal: 4_000_00n, occurredAt: daysAgo(60) })
  const waiting = async () => {
    const items = await inTransaction({ scope: { kind: 'staff', fundIds: [team.fundId] } }, (tx) =>
      waitingForCases(tx, { staff: intake, personIn: () => ({ id: intake.id, roles: ['intake'] }) }),
    )
    return items.map(({ act }) => act)
  }
  const page = async () => {
    const found = await datesOfBond({ bondId, fundIds: [team.fundId], timezone })
    if (!found) throw new Error('the bond is theirs')
    return found
  }

  // Twenty days before, a date is entered; the person wants calls, is reached once, and asks for a ride.
  const dateId = await asOfTime(daysAgo(30), async () => {
    await givenYes(team, bondId)
    return givenDate(team, bondId, { day: inDays(-10) })
  })
  expect((await callsOf(bondId)).map(({ kind }) => kind)).toEqual([
    'seven_days',
    'two_days',
    'morning_before',
  ])
  await asOfTime(daysAgo(17), async () => {
    expect(await waiting()).toEqual(['call_about_date'])
    const callId = (await callsOf(bondId))[0]?.id ?? ''
    await recordCaseCall({ staff: intake, bondId, callId, outcome: 'reached', ride: 'wanted' })
  })

  // They were taken to a hospital that morning.
  await asOfTime(daysAgo(9), async () => {
    const missed = { staff: intake, bondId, dateId, knownFrom: 'court_docket', next: null } as const
    await recordAppearance({ ...missed, outcome: 'missed' })
    expect(await waiting()).toEqual(['ask_about_missed'])
    await answerMissedDate({
      ...{ staff: intake, bondId, missedId: (await page()).missed[0]?.id ?? '', lawyer: 'called' },
      ...{ whereabouts: 'in_hospital', proof: { kind: 'hospital_letter', on: inDays(-10), inHand: true } },
    })
    expect(await waiting()).toEqual([])
  })

  // The court's notice names the last day; the court sets the forfeiture aside before it.
  await asOfTime(daysAgo(6), () =>
    moveBond({
      ...{ staff: intake, bondId, to: 'forfeiture_noticed', knownFrom: 'court_notice' },
      ...{ paperOn: inDays(-7), lastDay: inDays(20) },
    }),
  )
  expect(await waiting()).toEqual(['meet_deadline'])
  await moveBond({ staff: intake, bondId, to: 'active', knownFrom: 'court_notice' })
  expect((await page()).deadlines).toMatchObject([{ kind: 'set_aside', end: { outcome: 'met' } }])

  // The case goes on, and ends; nobody is called about what is over, and the deposit comes back whole.
  await givenDate(team, bondId, courtDate({ day: inDays(14) }))
  expect((await callsOf(bondId)).filter(({ doneAt }) => doneAt === null)).toHaveLength(3)
  await recordDisposition({ staff: intake, bondId, knownFrom: 'court_docket' })
  expect((await callsOf(bondId)).filter(({ doneAt }) => doneAt === null)).toHaveLength(0)
  await recordReturn({
    ...{ staff: approver, bondId, received: cents(4_000_00n), deductions: [], interest: cents(0n) },
    reference: 'WARRANT 12',
  })
  expect(await waiting()).toEqual([])
  expect(await ledgerTable(world)).toMatchInlineSnapshot(`
    "code           debit         credit            amount
    opening        bank          opening       $10,000.00
    bond_posted    bond_deposit  bank           $4,000.00
    case_disposed  refund_due    bond_deposit   $4,000.00
    bond_returned  bank          refund_due     $4,000.00"
  `)
  expect(await brokenBooks()).toEqual([])
})
