import { randomUUID } from 'node:crypto'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { givenBankBalance, givenFund } from '#tests/support/given.ts'
import { givenClosing, proposeClosingBy } from '#tests/support/given-closing.ts'
import { givenActor, givenProposal } from '#tests/support/given-disbursement.ts'
import { givenDueBond } from '#tests/support/given-loss.ts'

export const endedSlug = 'ended'

/** A fund that closes and has something left, one that has nothing left, and one at its end. */
export async function givenClosedFunds() {
  const named = (name: string) => [{ language: 'en', name, summary: 'Helped.', purpose: 'To help.' }]
  const closing = async (name: string, slug = `closing-${randomUUID().slice(0, 8)}`) => {
    const fundId = await givenFund({ slug, texts: named(name) })
    const actor = (...roles: Parameters<typeof givenActor>[1]) => givenActor(fundId, roles)
    const both: [ActingStaff, ActingStaff] = [await actor('administrator'), await actor('administrator')]
    await givenClosing(both, fundId)
    return { fundId, actor, both }
  }
  const left = await closing('Flood Fund')
  await givenBankBalance(left.fundId, 4_000_00n)
  const team = {
    ...{ fundId: left.fundId, intake: await left.actor('intake'), approver: await left.actor('approver') },
    treasurer: await left.actor('treasurer'),
  }
  await givenDueBond(team, { principal: 1_500_00n })
  await givenProposal(team, { kind: 'support', principal: 250_00n })
  const empty = await closing('Storm Fund')
  const ended = await closing('Winter Fund', endedSlug)
  await givenClosing(ended.both, ended.fundId, 'closed')
  const waits = await closing('Spring Fund')
  await proposeClosingBy(waits.both[0], waits.fundId, 'closed')
  const funds = { left, empty, ended, waits }
  return Object.fromEntries(Object.entries(funds).map(([name, { fundId }]) => [name, fundId]))
}
