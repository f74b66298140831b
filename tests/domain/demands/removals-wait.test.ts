import { beforeAll, expect, test } from 'vitest'
import { watchPatterns } from '#app/domain/defence/watch-patterns.server.ts'
import { closeDemand } from '#app/domain/demands/close-demand.server.ts'
import type { DemandScope } from '#app/domain/demands/demand.ts'
import { openDemand } from '#app/domain/demands/open-demand.server.ts'
import { amendDisbursement } from '#app/domain/disbursements/amend-disbursement.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { cancelImport } from '#app/domain/imports/cancel-import.server.ts'
import { forgetImports } from '#app/domain/imports/forget-imports.server.ts'
import { eraseUnconfirmed } from '#app/domain/mail-sign-ups/erase-unconfirmed.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { run } from '#tests/support/by-hand.ts'
import { begin } from '#tests/support/given-defence.ts'
import { givenActor, givenProposal, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { csvOf, givenImport, kindsOf, rowsOf } from '#tests/support/given-import.ts'
import { givenCharge } from '#tests/support/given-movements.ts'
import { brokenRule, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()
const system = { scope: { kind: 'system' } } as const
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000)

let team: Team
let administrator: ActingStaff
beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' } })
  administrator = await givenActor(team.fundId, ['administrator'])
})

/** Answers how it is closed. */
async function held(scope: DemandScope): Promise<() => Promise<void>> {
  const facts = {
    kind: 'subpoena',
    receivedOn: '2026-01-10',
    deadlineOn: null,
    counsel: 'Counsel Example',
  } as const
  const demand = { ...facts, scope }
  const demandId = await openDemand({ staff: administrator, timezone: 'America/Chicago', demand })
  return () => closeDemand({ staff: administrator, demandId, given: ['nothing'] })
}
const everything: DemandScope = { kind: 'everything' }
const longAgo = { days: { from: '2001-01-01', until: '2001-12-31' } }

test('a proposal is not written over while a demand for its person, its fund or everything is open', async () => {
  const { caseCode } = await givenPerson(team.fundId)
  const disbursementId = await givenProposal(team, { caseCode })
  const amend = async () => {
    const { revision } = await inTransaction(system, (tx) =>
      tx.disbursement.findUniqueOrThrow({ where: { id: disbursementId } }),
    )
    return amendDisbursement({
      ...{ staff: team.intake, disbursementId, revision },
      proposal: {
        ...{ kind: 'court_bail', purposeCode: 'court_bail', caseCode, venue: 'Larkspur County Court' },
        ...{ principalCeiling: cents(100_00n), feesCeiling: cents(5_00n), payees: ['Larkspur County Clerk'] },
        evidenceNote: 'Bond order seen.',
      },
    })
  }
  const fund = { kind: 'fund', fundId: team.fundId } as const
  for (const scope of [{ kind: 'person', caseCode } as const, fund, everything]) {
    const close = await held(scope)
    expect(await whyRefused(amend())).toBe('held_proposal_is_not_rewritten')
    for (const url of [world.appUrl, world.ownerUrl]) {
      const rewrite = run(url, [
        ['update disbursement set revision = revision + 1 where id = $1', [disbursementId]],
      ])
      expect(await brokenRule(namingViolations(() => rewrite))).toBe('held_proposal_is_not_rewritten')
    }
    await close()
  }
  const close = await held({ ...fund, ...longAgo })
  await amend()
  await close()
})

test('a file of gifts is neither given up nor forgotten while a demand is open, whatever its days', async () => {
  const staff = team.treasurer
  const batchId = await givenImport({
    staff,
    fundId: team.fundId,
    file: csvOf([{ email: 'una@donor.example' }]),
  })
  const close = await held({ kind: 'fund', fundId: team.fundId, ...longAgo })
  expect(await whyRefused(cancelImport({ staff, batchId }))).toBe('import_is_on_hold')
  await asOfTime(inDays(20), forgetImports)
  expect([await kindsOf(batchId), (await rowsOf(batchId)).length]).toEqual([['read'], 1])
  await close()
  await asOfTime(inDays(20), forgetImports)
  expect([await kindsOf(batchId), (await rowsOf(batchId)).length]).toEqual([['read', 'cancelled'], 0])
})

test('traces of the giving form stay while a demand for their fund, or for everything, is open', async () => {
  await begin({ email: 'vera@donor.example' })
  await givenCharge({
    ...{ parts: [{ fundId: team.fundId, giftCents: 30_00n }], email: 'wim@donor.example', card: 'one' },
    at: inDays(-2),
  })
  const kept = () =>
    inTransaction(system, async (tx) => [await tx.giftIntentOrigin.count(), await tx.paymentCard.count()])
  const night = () => asOfTime(inDays(401), watchPatterns)
  expect(await kept()).toEqual([1, 1])
  for (const scope of [{ kind: 'fund', fundId: team.fundId } as const, everything]) {
    const close = await held(scope)
    await night()
    expect(await kept()).toEqual([1, 1])
    await close()
  }
  const close = await held({ ...everything, ...longAgo })
  await night()
  expect(await kept()).toEqual([0, 0])
  await close()
})

test('an address that nobody confirmed stays while a demand is open for its day', async () => {
  const askedAt = new Date()
  // Of the same moment: a link that lives a thousandth of a second longer than seven days is refused.
  const expiresAt = new Date(askedAt.getTime() + 7 * 86_400_000)
  const { id } = await db().mailSignUp.create({
    data: { email: 'xan@reader.example', topics: ['news'], language: 'en', askedAt, expiresAt },
  })
  const kept = () => db().mailSignUp.count({ where: { id } })
  const close = await held({ kind: 'fund', fundId: team.fundId })
  await asOfTime(inDays(8), eraseUnconfirmed)
  expect(await kept()).toBe(1)
  await close()
  const other = await held({ ...everything, ...longAgo })
  await asOfTime(inDays(8), eraseUnconfirmed)
  expect(await kept()).toBe(0)
  await other()
})
