import { rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { postMovements } from '#app/domain/stripe-mirror/post-movements.server.ts'
import { pagesOf, prepareGifts } from '../gifts.ts'
import { getRequest, knock } from '../knock.ts'
import { inFlight } from '../order.ts'
import type { Run } from '../rounds.ts'
import type { Row } from '../row.ts'
import { startServer } from '../server.ts'

const connections = 16
const path = '/funds/larkspur'

export const fundPageUncached: Row = {
  id: 'fund-page-uncached',
  what: "a fund's page made anew for everyone ÷ a Remix page of the same elements without a loader",
  unit: 'pages/s',
  bar: 0.8,
  open: async (stage, { quick }) => {
    const { givenFund } = await import('#tests/support/given.ts')
    const fundId = await givenFund({ slug: 'larkspur' })
    await inFlight(pagesOf(await prepareGifts(stage.ownerUrl, fundId, 2_000)), 4, postMovements)
    const web = await startServer('app/entry.web.ts', stage.environment)
    const page = join(tmpdir(), `homeward-bench-page-${process.pid}.html`)
    const shown = await textOf(web.port)
    await writeFile(page, shown)
    const bare = await startServer('tests/bench/servers/without-loader.ts', {
      ...stage.environment,
      BENCH_PAGE: page,
    })
    const size = (await textOf(bare.port)).length
    if (Math.abs(size / shown.length - 1) > 0.1) {
      throw new Error(`the pages are not of equal size: ${shown.length} and ${size}`)
    }
    const count = quick ? 500 : 2_000
    return {
      against: () => fetchMany(bare.port, count),
      ours: () => fetchMany(web.port, count),
      check: async () => {
        const now = await textOf(web.port)
        if (!now.includes('2,000 gifts')) throw new Error('the page does not show the gifts')
      },
      close: async () => {
        await web.stop()
        await bare.stop()
        await rm(page)
      },
    }
  },
}

async function fetchMany(port: number, count: number): Promise<Run> {
  const requests = Array.from({ length: count }, () => getRequest(path))
  const { seconds, statuses } = await knock(port, requests, connections)
  if (statuses.get(200) !== count) throw new Error(`not every page came: ${JSON.stringify([...statuses])}`)
  return { units: count, seconds }
}

async function textOf(port: number): Promise<string> {
  const response = await fetch(`http://localhost:${port}${path}`, {
    headers: { 'accept-encoding': 'identity' },
  })
  if (!response.ok) throw new Error(`the page answered ${response.status}`)
  return response.text()
}
