import { Client } from 'pg'
import { approveDisbursement } from '#app/domain/disbursements/approve-disbursement.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { checkBooks } from '#app/domain/ledger/books.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { postMovements } from '#app/domain/stripe-mirror/post-movements.server.ts'
import { pagesOf, prepareGifts } from '../gifts.ts'
import { inFlight } from '../order.ts'
import type { Row } from '../row.ts'

const approvers = 8
const pagesInFlight = 4
/** In cents. The bank covers some of what is proposed, so that the last approvals of each run meet an empty fund. */
const each = 500_00n

export const giveWhileApproving: Row = {
  id: 'give-while-approving',
  what: 'gifts posted to a fund while 8 people approve from it without a pause ÷ while nobody does',
  unit: 'gifts/s',
  bar: 0.5,
  open: async (stage, { quick }) => {
    const { givenBankBalance } = await import('#tests/support/given.ts')
    const { givenActor, givenProposal, givenTeam } = await import('#tests/support/given-disbursement.ts')
    const team = await givenTeam({ bank: each })
    const people = await Promise.all(
      Array.from({ length: approvers }, () => givenActor(team.fundId, ['approver'])),
    )
    const size = quick ? 2_000 : 6_000
    const waiting: Waiting[] = []
    const owner = new Client({ connectionString: stage.ownerUrl })
    await owner.connect()

    return {
      against: async () => {
        const pages = pagesOf(await prepareGifts(stage.ownerUrl, team.fundId, size))
        return { units: size, seconds: await inFlight(pages, pagesInFlight, postMovements) }
      },
      ours: async () => {
        while (waiting.length < (quick ? 120 : 400)) {
          waiting.push(await readyToApprove(owner, await givenProposal(team, { principal: each })))
        }
        await givenBankBalance(team.fundId, each * 150n)
        const pages = pagesOf(await prepareGifts(stage.ownerUrl, team.fundId, size))
        const approving = approveUntilStopped(people, waiting)
        const seconds = await inFlight(pages, pagesInFlight, postMovements)
        const approved = await approving.stop()
        if (approved === 0) throw new Error('nothing was approved meanwhile')
        return { units: size, seconds }
      },
      check: async () => {
        const { rows } = await owner.query(
          'select id from reservation where amount_cents > free_to_commit_seen_cents limit 1',
        )
        const { rows: free } = await owner.query<{ cents: string }>(
          'select free_to_commit_cents($1) as cents',
          [team.fundId],
        )
        if (rows.length > 0 || BigInt(free[0]?.cents ?? 0) < 0n) throw new Error('the fund is overcommitted')
        const said: string[] = []
        if ((await checkBooks((line) => said.push(line))) > 0) throw new Error(said.join('\n'))
      },
      close: () => owner.end(),
    }
  },
}

type Waiting = { disbursementId: string; contentHash: string }

async function readyToApprove(owner: Client, disbursementId: string): Promise<Waiting> {
  const { rows } = await owner.query<{ content_hash: string }>(
    'select content_hash from disbursement where id = $1',
    [disbursementId],
  )
  return { disbursementId, contentHash: rows[0]?.content_hash ?? '' }
}

/** Every person takes the next that waits, proves their presence, and approves. A fund that is empty says no. */
function approveUntilStopped(people: ActingStaff[], waiting: Waiting[]): { stop(): Promise<number> } {
  let stopped = false
  let approved = 0
  const everyone = people.map(async (staff) => {
    const { givenStepUp } = await import('#tests/support/given.ts')
    for (let next = waiting.pop(); next && !stopped; next = waiting.pop()) {
      const { disbursementId, contentHash } = next
      const stepUpId = await givenStepUp(staff.id, `approve:${disbursementId}:${contentHash}`)
      try {
        await approveDisbursement({ staff, disbursementId, contentHash, stepUpId })
        approved += 1
      } catch (error) {
        if (!(error instanceof Refusal)) throw error
      }
    }
  })
  return {
    stop: async () => {
      stopped = true
      await Promise.all(everyone)
      return approved
    },
  }
}
