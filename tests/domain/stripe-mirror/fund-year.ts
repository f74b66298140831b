import { composeUpdate } from '#app/domain/impact-updates/compose-update.server.ts'
import { publishUpdate } from '#app/domain/impact-updates/publish-update.server.ts'
import { poolPeriods } from '#app/domain/pool-share/pool-periods.server.ts'
import { poolAtClose, sharesAtClose } from '#app/domain/pool-share/shares-at-close.server.ts'
import { makePublicationClose } from '#app/domain/transparency/make-publication-close.server.ts'
import { readingIn } from '#app/domain/transparency/read.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenMoneyBack, givenSomeoneHome } from '#tests/domain/pool-share/given-lives.ts'
import type { Team } from '#tests/support/given-disbursement.ts'

const day = 86_400_000
const system = { scope: { kind: 'system' } } as const

/** The n-th of the hundred days that end now; between two of Stripe's, so that no movement stands on a cut. */
const began = Math.floor(Date.now() / 1000) * 1000 - 99.5 * day
const dayOf = (days: number): Date => new Date(began + days * day)

/** The days up to which each publication close looks. Between the second and the third no bond moves: that one ends no period. */
export const cuts = [20, 48, 52, 75, 96].map(dayOf)

/**
 * What the fund did with its money in those days: people go home in every period, money comes back whole and less costs,
 * and one bond is lost. The fund had so little before that the gifts' shares of it are large.
 */
export async function bondsOfHundredDays(team: Team): Promise<void> {
  const first = await givenSomeoneHome(team, { principal: 300_00n, fees: 12_50n, occurredAt: dayOf(5) })
  const second = await givenSomeoneHome(team, { principal: 170_00n, occurredAt: dayOf(15) })
  await givenMoneyBack(team, first, { received: 263_33n, kept: 36_67n, occurredAt: dayOf(35) })
  await givenSomeoneHome(team, { principal: 210_00n, fees: 7_00n, occurredAt: dayOf(44) })
  await givenMoneyBack(team, second, { received: 170_00n, occurredAt: dayOf(60) })
  const lost = await givenSomeoneHome(team, { principal: 95_00n, occurredAt: dayOf(66) })
  await givenMoneyBack(team, lost, { received: 15_00n, kept: 80_00n, occurredAt: dayOf(82) })
  await givenSomeoneHome(team, { principal: 240_00n, fees: 3_00n, occurredAt: dayOf(88) })
}

export const closeAt = (team: Team, cutAt: Date) =>
  makePublicationClose({ staffId: team.treasurer.id, fundId: team.fundId, cutAt })

/** Every close that is still to be made, and an update about the last one, whose mails wait to be written. */
export async function closeTheYear(team: Team): Promise<void> {
  const made = await db().publicationClose.count({ where: { fundId: team.fundId } })
  if (made === cuts.length) return
  let closeId = ''
  for (const cutAt of cuts.slice(made)) closeId = (await closeAt(team, cutAt)).closeId
  const text = {
    title: 'A year',
    situation: 'Bail was set.',
    results: 'People came home.',
    actions: 'Come and see.',
  }
  const { updateId } = await composeUpdate({
    staffId: team.intake.id,
    closeId,
    texts: { en: text, es: text },
  })
  await publishUpdate({ updateId, staffId: team.treasurer.id })
}

/** The fund's pool as it was struck, to the last of its 24 digits, a line each period. */
export async function poolOf(team: Team): Promise<string[]> {
  const periods = await inTransaction(system, (tx) => poolPeriods(readingIn(tx), team.fundId))
  return periods.map(({ row, closeSeq }) => line('pool', closeSeq, row))
}

/** Every donor's exact share as of each close made so far, or as of one of them, a line each. */
export async function sharesOf(team: Team, seq?: number): Promise<string[]> {
  const donors = await db().donor.findMany()
  const where = { fundId: team.fundId, ...(seq ? { seq } : {}) }
  const closes = await db().publicationClose.findMany({ where })
  return inTransaction(system, async (tx) => {
    const read = readingIn(tx)
    const shares: string[] = []
    for (const close of closes) {
      const pool = await poolAtClose(read, close.id)
      if (!pool) continue
      const held = await sharesAtClose(
        read,
        pool,
        donors.map(({ id }) => id),
      )
      for (const { id, email } of donors) {
        const { donorId: _, ...share } = held.get(id) ?? {}
        if ('units' in share) shares.push(line('held', close.seq, email, share))
      }
    }
    return shares.sort()
  })
}

const line = (...said: unknown[]) =>
  JSON.stringify(said, (_, value) => (typeof value === 'bigint' ? String(value) : value))
