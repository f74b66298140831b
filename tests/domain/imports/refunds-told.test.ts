import { beforeAll, describe, expect, test } from 'vitest'
import { placeColumns, readyLayouts, saysRefunds } from '#app/domain/imports/layouts.ts'
import { ownLayout } from '#app/domain/imports/own-layout.ts'
import { db } from '#app/platform/db.ts'
import { givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { csvOf, eventsOf, givenImport, rowsOf, start } from '#tests/support/given-import.ts'
import { whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

let team: Team
let fundId: string
let staff: Team['treasurer']
beforeAll(async () => {
  team = await givenTeam()
  fundId = team.fundId
  staff = team.treasurer
})

describe('what a file says of refunds', () => {
  test('where a file does not say which gifts went back, a person says that they know before it comes in', async () => {
    const unsaid = 'Donor Email,Name,Amount,Donated At\nuna@donor.example,Una,5.00,2019-01-01\n'
    const batchId = await givenImport({ staff, fundId, file: unsaid })
    expect((await eventsOf(batchId)).map(({ kind, reason }) => [kind, reason])).toEqual([
      ['read', 'refunds_unsaid'],
    ])
    expect(await whyRefused(start({ staff, batchId, takesRefundedWhole: false }))).toBe('refunds_are_unsaid')
    await start({ staff, batchId, takesRefundedWhole: true })
    const [said] = await db().auditEvent.findMany({
      where: { action: 'import.started', subjectId: batchId, outcome: 'done' },
    })
    expect(said?.detail).toMatchObject({ refundsUnsaid: 'refunds_unsaid' })

    const told = await givenImport({ staff, fundId, file: csvOf([{ email: 'ulf@donor.example' }]) })
    expect((await eventsOf(told)).map(({ kind, reason }) => [kind, reason])).toEqual([['read', '']])
    await start({ staff, batchId: told, takesRefundedWhole: false })
  })

  test('what went back is left out where the file says so, of each maker; and each file is asked whether it can', async () => {
    const donorbox = 'Donor Email,Name,Amount,Donated At,Receipt Id,Status,Amount Refunded'
    const rows = [
      'ana@donor.example,Ana,25.00,2019-01-01,1,paid,',
      'ana@donor.example,Ana,26.00,2019-01-02,2,refunded,26.00',
      'ana@donor.example,Ana,27.00,2019-01-03,3,partially refunded,7.00',
    ]
    const file = [donorbox, ...rows].join('\n')
    const batchId = await givenImport({ staff, fundId, file })
    expect(
      (await rowsOf(batchId)).map(({ taken, amountCents, problems, findings }) => [
        ...[taken, amountCents, (problems as { code: string }[]).map(({ code }) => code)],
        (findings as { why: string }[]).map(({ why }) => why),
      ]),
    ).toEqual([
      [true, 25_00n, [], []],
      [false, 0n, ['amount_refunded', 'not_paid'], []],
      [false, 20_00n, [], ['partly_refunded']],
    ])
    // Without how much went back, a gift of which a part did is not taken for whole.
    const partly = [donorbox, ...rows].map((row) => row.split(',').slice(0, -1).join(',')).join('\n')
    const counted = await rowsOf(await givenImport({ staff, fundId, file: partly }))
    expect(counted.map(({ problems }) => (problems as { code: string }[]).map(({ code }) => code))).toEqual([
      ...[[], ['not_paid'], ['not_paid']],
    ])

    const says = (layout: keyof typeof readyLayouts, head: string) => {
      const placed = placeColumns(readyLayouts[layout], head.split(','))
      return placed.ok && saysRefunds(readyLayouts[layout], placed.columns)
    }
    expect([
      says('donorbox', 'Donor Email,Name,Amount,Donated At,Receipt Id'),
      says('donorbox', 'Donor Email,Name,Amount,Donated At,Receipt Id,Status'),
      says('stripe', 'id,Amount,Created (UTC),Status'),
      says('stripe', 'id,Amount,Amount Refunded,Created (UTC),Status'),
      says('givewp', 'Donation ID,Donation Total,Donation Date,Donation Status'),
      says('actblue', 'Receipt ID,Date,Amount,Donor First Name,Lineitem ID'),
      says('actblue', 'Receipt ID,Date,Amount,Donor First Name,Lineitem ID,Refund ID'),
    ]).toEqual([false, true, false, true, true, false, true])
    const own = ownLayout({ amount: 'Betrag', date: 'Tag' })
    expect(saysRefunds(own, { amount: [0], date: [1] })).toBe(false)
  })
})
