import { Pool } from 'pg'
import { checkBooks } from '#app/domain/ledger/books.server.ts'
import { postMovements } from '#app/domain/stripe-mirror/post-movements.server.ts'
import { closeDb } from '#app/platform/db.ts'
import { pagesOf, prepareGifts } from '../gifts.ts'
import { naiveLedger } from '../naive-ledger.ts'
import { inFlight, shuffled, withDuplicates } from '../order.ts'
import type { Row } from '../row.ts'

const pagesInFlight = 4

export const postOneFund: Row = {
  id: 'post-one-fund',
  what: 'gifts posted to one fund, in pages of 100 ÷ one by one with the fund locked, 16 at a time',
  unit: 'gifts/s',
  bar: 10,
  open: async (stage, { quick }) => {
    const { givenFund } = await import('#tests/support/given.ts')
    const fundId = await givenFund()
    const naive = await naiveLedger(await stage.twin('naive'), fundId)
    const size = quick ? 2_000 : 8_000
    const bare = new Pool({ connectionString: stage.ownerUrl, max: pagesInFlight })
    await bare.query('create table bare (txn text, amount bigint, fee bigint)')
    return {
      floor: async () => {
        const gifts = await prepareGifts(stage.ownerUrl, fundId, size)
        const seconds = await inFlight(pagesOf(gifts), pagesInFlight, ({ movements }) =>
          bare.query('insert into bare select * from unnest($1::text[], $2::bigint[], $3::bigint[])', [
            movements.map(({ id }) => id),
            movements.map(({ amountCents }) => amountCents),
            movements.map(({ feeCents }) => feeCents),
          ]),
        )
        return { units: size, seconds }
      },
      against: async () => {
        const gifts = await prepareGifts(naive.ownerUrl, fundId, size / 4)
        const seconds = await inFlight(shuffled(withDuplicates(gifts)), 16, naive.post)
        return { units: size / 4, seconds }
      },
      ours: async () => {
        const pages = pagesOf(await prepareGifts(stage.ownerUrl, fundId, size))
        return { units: size, seconds: await inFlight(pages, pagesInFlight, postMovements) }
      },
      check: async (arm) => {
        if (arm === 'against') await naive.check()
        if (arm !== 'ours') return
        const said: string[] = []
        const broken = await checkBooks((line) => said.push(line))
        if (broken > 0) throw new Error(said.join('\n'))
      },
      close: async () => {
        await naive.close()
        await bare.end()
        await closeDb()
      },
    }
  },
}
