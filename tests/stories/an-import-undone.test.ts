import { expect, test } from 'vitest'
import { giftsOfDonor, yearsOfDonor } from '#app/domain/donor-area/gifts/gifts-of-donor.server.ts'
import { historyOfDonor } from '#app/domain/donor-area/gifts/history-of-donor.server.ts'
import { fundTotals } from '#app/domain/funds/fund-totals.server.ts'
import { bringIn } from '#app/domain/imports/bring-in.server.ts'
import { campaignsOf } from '#app/domain/imports/campaigns.server.ts'
import { chooseCampaignFunds } from '#app/domain/imports/choose-campaign-funds.server.ts'
import { issueStatement } from '#app/domain/statements/issue-statement.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { eventsOf, givenImport, start, undo } from '#tests/support/given-import.ts'
import { givenCheck, givenDesk } from '#tests/support/given-offline.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

const timezone = 'America/Chicago'
const ana = 'ana@donor.example'
const bo = 'bo@donor.example'
const year = (of: number) => ({ from: `${of}-01-01`, to: `${of}-12-31` })
const thisYear = new Date().getFullYear()

/** All that the books, the public and the donors themselves can see. */
async function seen(slugs: string[]): Promise<string> {
  const totals = await Promise.all(slugs.map((slug) => fundTotals({ slug })))
  const donors = await db().donor.findMany({ orderBy: { recordedAt: 'asc' } })
  const told = donors.map(async ({ id, email, name }) => {
    const own = await giftsOfDonor({ donorId: id, language: 'en', timezone, after: null })
    const history = await historyOfDonor({ donorId: id, language: 'en' })
    const { years } = await yearsOfDonor({ donorId: id, timezone })
    const told = [
      `${own?.gifts.length ?? 0} here, ${history.length} from before`,
      years.map(({ cents }) => `${cents}`).join(' '),
    ]
    return `${email?.endsWith('donor.example') ? email : 'nobody'} “${name}”: ${told.join('; ')}`
  })
  return [
    await ledgerTable(world),
    ...totals.map((total) => `public: ${total?.fund} ${total?.raisedCents} of ${total?.gifts}`),
    ...(await Promise.all(told)),
  ].join('\n')
}

test('a file is brought in and taken back: the books never move, and nothing of it is left with anyone', async () => {
  const slugs: [string, string] = ['bail', 'bonds']
  const desk = await givenDesk(slugs)
  const [bail, bonds] = desk.fundIds
  await givenCheck(desk, { amount: 40_00n, giver: { name: 'Ana Example', email: ana } })
  const before = await seen(slugs)
  expect(before).toMatchInlineSnapshot(`
    "code          debit  credit  amount
    offline_gift  bank   gifts   $40.00
    public: bail 4000 of 1
    public: bonds 0 of 0
    ana@donor.example “Ana Example”: 1 here, 0 from before; 4000"
  `)

  const file = [
    'Donor Email,Name,Campaign,Amount,Donated At,Receipt Id,Stripe Charge Id,Join Mailing List',
    `${ana},Ana Example,Spring,25.00,2019-05-05,R-1,ch_Fiction1,yes`,
    `${bo},Bo Sample,Spring,15.00,2019-05-06,R-2,ch_Fiction2,yes`,
    `${bo},Bo Sample,Borders,10.00,2019-06-06,R-3,ch_Fiction3,no`,
    `${bo},Bo Sample,,5.00,2019-07-06,R-4,ch_Fiction4,no`,
  ].join('\n')
  const staff = desk.treasurer
  const batchId = await givenImport({ staff, fundId: bail, layout: 'recognized', file })
  const campaigns = await inTransaction({ scope: { kind: 'system' } }, (tx) => campaignsOf(tx, batchId))
  const fundOf: Record<string, string> = { Spring: bail, Borders: bonds }
  await chooseCampaignFunds({
    ...{ staff, batchId },
    choices: campaigns.map(({ token, name }) => ({ token, chosen: fundOf[name] ?? '' })),
  })
  await start({ staff, batchId })
  await bringIn({ batchId })
  const between = await seen(slugs)
  expect(between.split('\n').slice(-2)).toMatchInlineSnapshot(`
    [
      "ana@donor.example “Ana Example”: 1 here, 1 from before; 4000 2500",
      "bo@donor.example “Bo Sample”: 0 here, 3 from before; 3000",
    ]
  `)
  expect(between.split('\n').slice(0, -2)).toEqual(before.split('\n').slice(0, -1))
  expect(await brokenBooks()).toEqual([])

  await undo({ staff, batchId })
  const after = await seen(slugs)
  expect(after.split('\n').at(-1)).toBe('nobody “”: 0 here, 0 from before; ')
  expect(after.split('\n').slice(0, -1).join('\n')).toBe(before)
  expect((await eventsOf(batchId)).at(-1)).toMatchObject({ kind: 'undone', rows: 4, donors: 1 })

  const { id: anaId } = await db().donor.findUniqueOrThrow({ where: { email: ana } })
  const statement = (donorId: string, of: number) => issueStatement({ donorId, period: year(of), timezone })
  expect(await statement(anaId, 2019)).toBeNull()
  expect((await statement(anaId, thisYear))?.netCents).toBe(40_00n)
  expect(await db().donor.findUnique({ where: { email: bo } })).toBeNull()
  expect(await db().donorConsent.count({ where: { endedAt: null } })).toBe(0)
  expect(await brokenBooks()).toEqual([])
})
