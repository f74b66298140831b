import { unansweredQuestion } from '#app/domain/fund-followings/unanswered-question.server.ts'
import { type FundWords, fundWords } from '#app/domain/funds/fund-words.server.ts'
import { holdsOf } from '#app/domain/schedule-wishes/holds.ts'
import { smallestShares } from '#app/domain/schedule-wishes/shares.ts'
import { type FundNow, goesOn, type Part, versionFor } from '#app/domain/schedule-wishes/wish.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { nextOf } from './next-charge.ts'
import { fundsNow, partsInForce, pastWishes } from './read-standing.server.ts'
import type { ScheduleState } from './record-subscription.server.ts'
import {
  type ScheduleFacts,
  type ScheduleLine,
  scheduleFacts,
  scheduleLines,
} from './schedule-facts.server.ts'
import { scheduleOfToken } from './schedule-link.ts'

export type MonthlyGift = Omit<ScheduleFacts, 'email' | 'donorId' | 'donorName' | 'funds'> & {
  id: string
  state: ScheduleState
  startedAt: Date
  endedAt: Date | null
  lines: ScheduleLine[]
  /** Funds that it can be divided over, with the shares that they have now and the words that their part would be bound to. */
  choices: (FundWords & { share: bigint })[]
  /** Null while it rests without an end, and where Stripe has not shown it yet. */
  nextChargeAt: Date | null
  card: { brand: string; last4: string } | null
  /** A change that Stripe has not confirmed yet. */
  isUnderWay: boolean
  /** What funds decided and the donor has not answered, the newest first: of the whole gift, or of one fund's part. */
  held: { cause: string; fund: string; isPart: boolean }[]
  /** Whether every fund of it takes what it gets already. */
  mayGoOn: boolean
  /** A fund that is full asks what shall become of its part; `lastChargeAt` is the last charge without an answer. */
  asked: { fund: string; isPart: boolean; lastChargeAt: Date } | null
  /** The last change, while it may be taken back. */
  undo: string | null
}

const day = 86_400_000

/** The monthly gift that a signed link stands for, as it was seen last; Stripe is not asked. Null for a link that was made up. */
export async function monthlyGift(token: string, language: string): Promise<MonthlyGift | null> {
  const id = scheduleOfToken(token)
  if (!id) return null
  return inTransaction({ scope: { kind: 'donor' } }, async (tx) => {
    const schedule = await tx.recurringDonation.findUnique({ where: { id } })
    if (!schedule) return null
    const {
      email: _email,
      donorId: _donorId,
      donorName: _name,
      funds: _funds,
      ...facts
    } = await scheduleFacts(tx, id)
    const lines = await scheduleLines(tx, id, language)
    const sight = await tx.recurringDonationSight.findUnique({ where: { recurringDonationId: id } })
    const funds = await fundsNow(tx, language)
    const wishes = await pastWishes(tx, id, schedule.intentId)
    const pause = sight?.isPaused ? { resumesAt: sight.resumesAt } : null
    const parts = await partsInForce(tx, id)
    const holds = holdsOf({ wishes, parts, atStripe: { pause } })
    const words = await fundWords(tx, { parts: boundAnew([...funds.values()], parts), language })
    return {
      ...facts,
      ...(await lastWishes(tx, id)),
      held: holds.map(({ cause, fundId, part }) => ({
        ...{ cause, fund: funds.get(fundId)?.name ?? '', isPart: part !== null },
      })),
      mayGoOn: lines.every(goesOn),
      asked: askedOf(await unansweredQuestion(tx, id), lines),
      id,
      state: schedule.state as ScheduleState,
      startedAt: schedule.startedAt,
      endedAt: schedule.endedAt,
      lines,
      choices: sharesOf(lines, [...funds.values()], words),
      nextChargeAt: sight && nextOf(sight),
      card: sight?.cardLast4 ? { brand: sight.cardBrand ?? 'card', last4: sight.cardLast4 } : null,
    }
  })
}

const askedOf = (
  question: Awaited<ReturnType<typeof unansweredQuestion>>,
  lines: ScheduleLine[],
): MonthlyGift['asked'] =>
  question && {
    fund: lines.find(({ fundId }) => fundId === question.fundId)?.fund ?? '',
    ...{ isPart: lines.length > 1, lastChargeAt: question.lastChargeAt },
  }

const boundAnew = (funds: FundNow[], parts: Part[]) =>
  funds.map((fund) => ({ fundId: fund.id, purposeVersion: versionFor(fund, parts) }))

/** Sent back as they are, in this order, they divide the gift as it is divided now. */
function sharesOf(lines: ScheduleLine[], funds: FundNow[], words: FundWords[]): MonthlyGift['choices'] {
  const parts = funds.map(({ id }) => lines.find(({ fundId }) => fundId === id)?.giftCents ?? 0n)
  const shares = smallestShares(parts)
  return funds.flatMap(({ id, name, state }, index) => {
    const share = shares[index] ?? 0n
    const its = words.find(({ fundId }) => fundId === id)
    return its && (share > 0n || state === 'open') ? [{ ...its, name, share }] : []
  })
}

async function lastWishes(tx: Tx, id: string) {
  const wishes = await tx.$queryRaw<LastWish[]>`
    select w.kind, w.cause, w.occurred_at, e.outcome
      from recurring_donation_wish w
      left join recurring_donation_wish_end e on e.wish_id = w.id
     where w.recurring_donation_id = ${id}::uuid order by w.recorded_at desc limit 20`
  const last = wishes.find(({ outcome }) => outcome === 'done')
  const mayUndo =
    last?.cause === 'donor' &&
    ['amount', 'split', 'skip', 'pause'].includes(last.kind) &&
    now().getTime() - last.occurred_at.getTime() < day
  return {
    isUnderWay: wishes.some(({ outcome }) => outcome === null),
    undo: mayUndo ? last.kind : null,
  }
}

type LastWish = { kind: string; cause: string; occurred_at: Date; outcome: string | null }
