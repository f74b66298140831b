import { randomUUID } from 'node:crypto'
import { expect, test } from 'vitest'
import { inTransaction } from '#app/platform/db.ts'
import { delay } from '#app/platform/delay.ts'
import { useApp } from '#tests/support/app.ts'
import { brokenBooks } from '#tests/support/books.ts'
import { hashOf } from '#tests/support/given-disbursement.ts'
import { givenIntakeTeam } from '#tests/support/given-request.ts'
import { ledgerTable } from '#tests/support/ledger-table.ts'
import { type OfficeBrowser, officeOf } from '#tests/support/office.ts'
import { useWorld } from '#tests/support/world.ts'

/* An administrator's day, with the web process killed in the middle of each act that moves money or makes a record. */

const world = await useWorld()
const app = await useApp(world)
const browser = officeOf(app)

/** How long an act has been under way when the process dies: before it is read, while it is written, after it was answered. */
const moments = [35, 0, 12, 60]
let kills = 0

type Act = { path: string; form: () => Promise<Record<string, string>>; isDone: () => Promise<boolean> }

/** Sent, killed, started again, and sent again by someone who does not know whether the first came through. */
async function killedAt(who: OfficeBrowser, act: Act): Promise<void> {
  const body = async () => new URLSearchParams(await act.form())
  const first = who.send(act.path, await body()).catch(() => null)
  await delay(moments[kills++ % moments.length] ?? 0)
  await app.kill('web')
  await first
  const wasDone = await act.isDone()
  await app.restart('web')
  // The answer that carried the new session may have died with the process.
  await who.signIn()

  const again = await who.send(act.path, await body())
  const isRefused = again.status === 409
  // What was done before the end is not done a second time; what was not is done now.
  if (!wasDone) expect([act.path, isRefused]).toEqual([act.path, false])
  if (!isRefused)
    expect(again.headers.get('location')).toMatch(/^\/admin\/(?:requests|disbursements|bonds)\//)
  expect([act.path, await act.isDone()]).toEqual([act.path, true])
}

const count = async (work: Parameters<typeof inTransaction<number>>[1]) =>
  (await inTransaction({ scope: { kind: 'system' } }, work)) === 1

test('what was sent is done once or not at all, and the books are in order after the last death', async () => {
  const team = await givenIntakeTeam({ fund: { slug: 'bail' } })
  const { fundId } = team
  const intake = await browser(team.intake)
  const approver = await browser(team.approver)
  const treasurer = await browser(team.treasurer)

  const token = randomUUID()
  await killedAt(intake, {
    path: '/admin/requests/new',
    form: async () => ({
      ...{ fundId, token, source: 'telephone', askedBy: 'family', voicemail: 'no' },
      ...{ askerName: 'Sage Example', phone: '+1 555 0177', personName: 'Juniper Fictional' },
      ...{ place: 'Larkspur Imaginary Jail', language: 'Spanish', personKnows: 'yes' },
    }),
    isDone: () => count((tx) => tx.helpRequest.count({ where: { fundId } })),
  })
  const { id: requestId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.helpRequest.findFirstOrThrow({ where: { fundId } }),
  )
  const request = `/admin/requests/${requestId}`
  await intake.did(`${request}/step`, { to: 'screening' })
  await intake.did(`${request}/screening`, {
    ...{ other_hold: 'no', detainer: 'no', stay_or_appeal: 'no', released_if_posted: 'yes' },
    ...{ monitoring_slot: 'no', ride_needed: 'yes' },
  })
  await intake.did(`${request}/step`, { to: 'recommended' })
  await approver.did(`${request}/decision`, { to: 'approved' })
  await intake.did(`${request}/case`, {})
  const { caseCode } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.requestCase.findFirstOrThrow({ where: { requestId } }),
  )

  const disbursement = await intake.did('/admin/disbursements/new', {
    ...{ fundId, purposeCode: 'court_bail', caseCode, principal: '1500', fees: '40' },
    ...{ 'payees[0]': 'Larkspur County Clerk', venue: 'Larkspur court', evidenceNote: 'The bond order.' },
  })
  const disbursementId = disbursement.split('/').at(-1) ?? ''
  const contentHash = await hashOf(disbursementId)
  await killedAt(approver, {
    path: `${disbursement}/approval`,
    form: async () => ({ contentHash, ...(await approver.proof()) }),
    isDone: () => count((tx) => tx.reservation.count({ where: { disbursementId } })),
  })
  await killedAt(treasurer, {
    path: `${disbursement}/payment`,
    form: async () => ({
      ...{ contentHash, principal: '1500', fees: '35', payee: 'Larkspur County Clerk' },
      ...{ method: 'cashiers_check', receiptNumber: 'R-1001', ...(await treasurer.proof()) },
    }),
    isDone: () => count((tx) => tx.bond.count({ where: { disbursementId } })),
  })
  const { id: bondId } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.bond.findFirstOrThrow({ where: { disbursementId } }),
  )
  const bond = `/admin/bonds/${bondId}`
  await intake.did(`${bond}/release`, { outcome: 'released', knownFrom: 'jail' })
  await intake.did(`${bond}/disposition`, { knownFrom: 'court_docket' })
  await killedAt(approver, {
    path: `${bond}/return`,
    form: async () => ({
      ...{
        received: '1140',
        interest: '',
        'deductions[0].reason': 'court_costs',
        'deductions[0].amount': '360',
      },
      ...{ reference: 'W-77', ...(await approver.proof()) },
    }),
    isDone: () => count((tx) => tx.bondReturn.count({ where: { bondId } })),
  })
  await app.restart('worker')
  await app.settled()

  expect(await count((tx) => tx.disbursementPayment.count({ where: { disbursementId } }))).toBe(true)
  expect(await ledgerTable(world)).toMatchInlineSnapshot(`
    "code           debit         credit            amount
    opening        bank          opening       $20,000.00
    bond_posted    bond_deposit  bank           $1,500.00
    bond_fee       bond_fees     bank              $35.00
    case_disposed  refund_due    bond_deposit   $1,500.00
    bond_returned  bank          refund_due     $1,140.00
    bond_withheld  withheld      refund_due       $360.00"
  `)
  expect(await brokenBooks()).toEqual([])
}, 300_000)
