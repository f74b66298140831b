import type { Part, PastWish, Standing } from './wish.ts'

/** What of a gift a fund has stopped: its part, which is left out, or the whole, which rests where `part` is null. */
export type Hold = {
  /** The newest change that said so. */
  id: string
  fundId: string
  cause: 'fund_paused' | 'fund_full'
  /** As it was when it was left out, and as it comes back. */
  part: Part | null
}

/** What a hold is read from: every change that came into force, and what is in force now. */
type Told = Pick<Standing, 'wishes' | 'parts'> & { atStripe: Pick<Standing['atStripe'], 'pause'> }

/** What rests or was left out because of funds, each fund by itself: what its donor is asked about. The newest first. */
export function holdsOf(gift: Told): Hold[] {
  const rest = restHold(gift)
  return [...(rest ? [rest] : []), ...leftOut(gift)]
}

/** Why the whole gift rests, where a fund made it rest. */
export function restHold(gift: Told): Hold | null {
  const [rest] = restsInForce(gift.wishes)
  if (!rest || !gift.atStripe.pause) return null
  const stop = isStop(rest) ? rest : stopThatIsLeft(gift, rest)
  return stop && holdBy(stop, null)
}

/** Where the last fund that was charged has closed, the gift rests with one that had stopped before. */
function stopThatIsLeft({ wishes, parts }: Told, rest: PastWish): Stop | null {
  if (rest.cause !== 'fund_closing') return null
  const left = changesOf(wishes, parts).find(({ wish }) => wish === rest)?.after[0]?.fundId
  return wishes.filter(isStop).find(({ fundId }) => fundId === left) ?? null
}

/** What began or ended a rest, the newest first, without what was taken back by returning to the rest before it. */
export function restsInForce(wishes: PastWish[]): PastWish[] {
  const rests = wishes.filter((wish) => isRest(wish) || wish.endsRest)
  const isTakingBack = ({ cause, kind }: PastWish) => cause === 'undone' && kind === 'pause'
  return rests.filter((wish, index) => {
    const later = rests[index - 1]
    return !isTakingBack(wish) && !(later && isTakingBack(later))
  })
}

const isRest = ({ kind }: PastWish): boolean => ['pause', 'skip', 'resume'].includes(kind)

/** The fund that a rest was made by, where a fund made it. */
export const restsWith = (rest: PastWish): string | null => (isStop(rest) ? rest.fundId : null)

type Stop = PastWish & { cause: Hold['cause']; fundId: string }

const isStop = (wish: PastWish): wish is Stop =>
  wish.fundId !== null && (wish.cause === 'fund_paused' || wish.cause === 'fund_full')

const holdBy = ({ id, fundId, cause }: Stop, part: Part | null): Hold => ({ id, fundId, cause, part })

type Held = ReadonlyMap<string, Hold>

/**
 * The parts that funds have lost and their donor has not answered about, read from the first change to the last: later ones
 * of other funds, of words or of the amount take nothing from them. Where the donor divided the gift anew, that is the answer.
 */
function leftOut({ wishes, parts }: Told): Hold[] {
  const stops = new Map<string, Stop>()
  let held: Held = new Map()
  let heldBefore = held
  let previous: PastWish | null = null
  for (const { wish, before, after } of changesOf(wishes, parts)) {
    if (isStop(wish)) stops.set(wish.fundId, wish)
    const isTakenBack: boolean = wish.cause === 'undone' && previous?.cause === 'donor'
    const from = isTakenBack ? heldBefore : held
    heldBefore = held
    held = heldAfter(from, { wish, before, after }, stops)
    previous = wish
  }
  return [...held.values()].reverse()
}

type PartsChange = { wish: PastWish; before: Part[]; after: Part[] }

/** The oldest first, each with the parts that it found and those that it left. */
function changesOf(wishes: PastWish[], parts: Part[]): PartsChange[] {
  let after = parts
  const changes = wishes.map((wish): PartsChange => {
    const change = { wish, before: wish.partsBefore ?? after, after }
    after = change.before
    return change
  })
  return changes.reverse()
}

function heldAfter(from: Held, { wish, before, after }: PartsChange, stops: Map<string, Stop>): Held {
  const held = new Map(wish.cause === 'donor' && wish.kind === 'split' ? [] : from)
  const earlier = wish.fundId === null ? undefined : held.get(wish.fundId)
  if (earlier && wish.cause === 'fund_closing') held.delete(earlier.fundId)
  if (earlier && isStop(wish)) again(held, holdBy(wish, earlier.part))
  const gets = new Set(after.map(({ fundId }) => fundId))
  for (const part of before.filter(({ fundId }) => !gets.has(fundId))) {
    const stop = part.fundId === wish.fundId && wish.cause === 'fund_closing' ? null : stops.get(part.fundId)
    // What rested with the fund that made it rest is left out where another part comes back and is charged alone.
    if (stop && (stop === wish || isRest(wish))) again(held, holdBy(stop, part))
  }
  for (const fundId of gets) held.delete(fundId)
  return held
}

/** As the newest, whether or not it was there. */
function again(held: Map<string, Hold>, hold: Hold): void {
  held.delete(hold.fundId)
  held.set(hold.fundId, hold)
}
