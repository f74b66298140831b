import { randomUUID } from 'node:crypto'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { recordChase } from '#app/domain/bonds/record-chase.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { expireDisbursements } from '#app/domain/disbursements/expire-disbursements.server.ts'
import { rejectDisbursement } from '#app/domain/disbursements/reject-disbursement.server.ts'
import { composeUpdate } from '#app/domain/impact-updates/compose-update.server.ts'
import { publishUpdate } from '#app/domain/impact-updates/publish-update.server.ts'
import { unsubscribeLink } from '#app/domain/impact-updates/unsubscribe-link.ts'
import { listPlace } from '#app/domain/intake/list-place.server.ts'
import { setPriority } from '#app/domain/intake/set-priority.server.ts'
import { scheduleLink } from '#app/domain/recurring-donations/schedule-link.ts'
import { makeSignInLink } from '#app/domain/staff/links/sign-in-link.server.ts'
import { startSession } from '#app/domain/staff/sessions/start-session.server.ts'
import { assignSuspense } from '#app/domain/suspense/assign-suspense.server.ts'
import { makePublicationClose } from '#app/domain/transparency/make-publication-close.server.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { stripe } from '#app/platform/stripe.ts'
import { givenMoneyBack, givenSomeoneHome } from '#tests/domain/pool-share/given-lives.ts'
import { givenTotp } from '#tests/domain/staff/given-factors.ts'
import { givenSuspense } from '#tests/domain/suspense/given-suspense.ts'
import type { App } from '#tests/support/app.ts'
import { givenFund, givenStaff } from '#tests/support/given.ts'
import { inDays } from '#tests/support/given-dates.ts'
import {
  approveBy,
  givenPostedBond,
  givenProposal,
  givenTeam,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { givenDonorLink, givenDonorSession } from '#tests/support/given-donor.ts'
import {
  givenBreachedBond,
  givenDueBond,
  givenForfeitedBond,
  noticed,
  recover,
  walk,
} from '#tests/support/given-loss.ts'
import { givenIntake, givenRequest, walk as walkRequest } from '#tests/support/given-request.ts'
import { recordForfeiture } from '#tests/support/proved.ts'
import { gift, visitorTo } from '#tests/support/visitor.ts'
import type { World } from '#tests/support/world.ts'
import { givenBank } from './given-bank-account.ts'
import { givenCash } from './given-cash.ts'
import { givenClosedFunds } from './given-closed.ts'
import { givenCopays } from './given-copay.ts'
import { givenDatesToSee } from './given-dates.ts'
import { givenDefence } from './given-defence.ts'
import { givenDonorRecords, givenKeptReceipt } from './given-donor-records.ts'
import { givenDoors } from './given-doors.ts'
import { givenNights } from './given-envelope.ts'
import { givenExpenses } from './given-expenses.ts'
import { donorsWords, givenDisclosures, givenWaiting, givenWords } from './given-giving.ts'
import { givenImports } from './given-imports.ts'
import { givenMailThatCameBack } from './given-mail-desk.ts'
import { givenOfflineGifts } from './given-offline.ts'
import { givenPapers } from './given-papers.ts'
import { givenPreparations } from './given-preparation.ts'
import { givenRecords } from './given-records.ts'
import { givenRefunds } from './given-refunds.ts'
import { givenRules } from './given-rules.ts'
import { givenVault } from './given-vault.ts'
import { givenWayHome } from './given-way-home.ts'
import { givenWindow } from './given-window.ts'

export const fundSlug = 'community-bail'
export const carefulSlug = 'careful'

const names = {
  en: [
    'Larkspur Community Bail Fund',
    'Posts bail in Larkspur County, so that people wait for court at home.',
  ],
  es: ['Fondo Comunitario de Fianzas', 'Paga fianzas, para que la gente espere su juicio en casa.'],
  ar: ['صندوق الكفالات المجتمعي', 'يدفع الكفالة كي ينتظر الناس محاكمتهم في بيوتهم.'],
}
const texts = Object.entries(names).map(([language, [name = '', summary = '']]) => ({
  ...{ language, name, summary, purpose: summary },
}))

/** A little of everything that a page can tell of, made by the domain's own verbs. */
export async function givenEverything(world: World, app: App) {
  const team = await givenTeam({ bank: 60_000_00n, fund: { slug: fundSlug, texts } })
  const careful = await givenFund({ slug: carefulSlug, policyName: 'standard' })
  const closings = await givenClosedFunds()
  const viewer = await givenViewer([team.fundId, careful, ...Object.values(closings)])
  const gifts = await givenGifts(app)
  const keptReceiptId = await givenKeptReceipt(team.fundId)
  const disbursements = await givenDisbursements(team)
  const bonds = await givenBonds(team)
  await givenSuspense(world, { amount: 40_00n })
  const named = await givenSuspense(world, { amount: 25_00n })
  const administrator = { id: viewer.id, fundIds: [team.fundId] }
  await assignSuspense({ staff: administrator, txnId: named, as: 'gift', fundId: team.fundId })
  const dates = await givenDatesToSee(team, administrator)
  await givenDisclosures(administrator)
  const words = await givenWords(administrator)
  const requests = await givenRequests(team, administrator)
  const wayHomeId = await givenWayHome(team, requests.unbailable ?? '')
  const advances = await givenCash(team, viewer.id)
  const expenses = await givenExpenses(team)
  const copays = await givenCopays(team)
  const preparations = await givenPreparations(team)
  const updates = await givenUpdates(team)
  const window = await givenWindow(team, viewer.id)
  const nights = await givenNights(world, team, viewer.id)
  const personId = await givenVault(team, administrator)
  const papers = await givenPapers(team, administrator, bonds)
  const records = await givenRecords(team, bonds.closed ?? '')
  const doors = await givenDoors(team)
  const rules = await givenRules(team, administrator)
  const refunds = await givenRefunds(app.control, team)
  const offline = await givenOfflineGifts(team, administrator)
  const bank = await givenBank(team.fundId)
  await givenDefence(team)
  const imports = await givenImports(team)
  const { mailId: cameBackId, confirmPath } = await givenMailThatCameBack()
  const donorRecords = await givenDonorRecords(team)
  const newcomer = await givenStaff({ fundId: team.fundId, roles: ['intake'], name: 'Nell Example' })
  const { token } = await system((tx) => makeSignInLink(tx, newcomer, 'enrol'))
  const waitingToken = await givenWaiting(world, team.fundId)
  return {
    ...gifts,
    ...updates,
    ...words,
    disbursements,
    bonds,
    requests,
    wayHomeId,
    advances,
    expenses,
    dates,
    window,
    nights,
    copays,
    preparations,
    personId,
    donorRecords,
    keptReceiptId,
    papers,
    records,
    doors,
    rules,
    refunds,
    offline,
    bank,
    imports,
    closings,
    confirmPath,
    cameBackId,
    viewer,
    newcomer,
    fundId: team.fundId,
    enrolToken: token,
    waitingToken,
  }
}

const system: <T>(work: Parameters<typeof inTransaction<T>>[1]) => Promise<T> = (work) =>
  inTransaction({ scope: { kind: 'system' } }, work)

/** Someone who sees every staff page, signed in. */
async function givenViewer(fundIds: string[]) {
  const id = await givenStaff({ name: 'Sam Example', email: 'sam@staff.example' })
  const roles = ['intake', 'approver', 'treasurer', 'auditor', 'administrator'] as const
  const data = fundIds.flatMap((fundId) => roles.map((role) => ({ staffId: id, fundId, role })))
  await system((tx) => tx.staffRole.createMany({ data }))
  await givenTotp(id)
  const visit = { device: 'Firefox · Linux', address: '203.0.113.7' }
  const sessionId = await system((tx) => startSession(tx, { staffId: id, method: 'totp', visit }))
  return { id, sessionId }
}

async function givenGifts(app: App) {
  const visitor = visitorTo(app.url)
  const begin = async (fields: Record<string, string>) => {
    const token = randomUUID()
    const wanted = gift({ token, updates: 'on', ...fields })
    const answer = await visitor.post(`/funds/${fundSlug}/donate`, wanted)
    const { thanksToken } = await db().giftIntent.findFirstOrThrow({ where: { formToken: token } })
    return { session: answer.headers.get('location')?.split('/').at(-1) ?? '', thanksToken }
  }
  const pay = ({ session }: { session: string }) => app.control.post(`sessions/${session}/pay`)

  const booked = await begin({ email: 'once@donor.example', ...donorsWords })
  await pay(booked)
  const said = { comment: donorsWords.comment, commentPublic: 'on' }
  await pay(await begin({ email: 'monthly@donor.example', frequency: 'monthly', amount: '20', ...said }))
  const waiting = await begin({ email: 'waiting@donor.example' })
  const failed = await begin({ email: 'failed@donor.example' })
  await stripe().checkout.sessions.expire(failed.session)
  await app.settled()
  const { id } = await db().recurringDonation.findFirstOrThrow()
  const donor = await db().donor.findUniqueOrThrow({ where: { email: 'once@donor.example' } })
  const { donorId } = await db().recurringDonation.findUniqueOrThrow({ where: { id } })
  const stop = unsubscribeLink({ donorId: donor.id, topic: 'impact', language: 'en' })
  return {
    thanks: { booked: booked.thanksToken, waiting: waiting.thanksToken, failed: failed.thanksToken },
    monthlyPath: new URL(scheduleLink(id, 'en')).pathname,
    unsubscribePath: new URL(stop).pathname,
    donor: { sessionId: await givenDonorSession(donorId), token: await givenDonorLink(donorId) },
  }
}

/** One in each state that no bond stands behind. */
async function givenDisbursements(team: Team): Promise<Record<string, string>> {
  const support = {
    kind: 'support' as const,
    principal: 120_00n,
    fees: 5_00n,
    payees: ['Larkspur Cab', 'County Bus'],
  }
  const proposed = await givenProposal(team, support)
  const approved = await givenProposal(team, support)
  await approveBy(team.approver, approved)
  const rejected = await givenProposal(team, support)
  await rejectDisbursement({ staff: team.approver, disbursementId: rejected, reason: 'evidence_missing' })
  const cancelled = await givenProposal(team, support)
  await cancelDisbursement({ staff: team.intake, disbursementId: cancelled, reason: 'entered_wrongly' })
  const expired = await givenProposal(team, {
    ...support,
    occurredAt: new Date(Date.now() - 90 * 86_400_000),
  })
  await expireDisbursements()
  return { proposed, approved, rejected, cancelled, expired }
}

/** In court, at home, over, back, and lost. */
async function givenBonds(team: Team): Promise<Record<string, string>> {
  const { bondId: posted } = await givenPostedBond(team, { fees: 25_00n })
  const { bondId: immigration } = await givenPostedBond(team, {
    kind: 'immigration_bond',
    principal: 7_500_00n,
  })
  const active = await givenSomeoneHome(team, { principal: 900_00n })
  const due = await givenSomeoneHome(team, { principal: 1_400_00n })
  await recordDisposition({ staff: team.treasurer, bondId: due, knownFrom: 'court_docket' })
  const closed = await givenSomeoneHome(team)
  await givenMoneyBack(team, closed, { received: 2_200_00n, kept: 300_00n })
  const forfeited = await givenSomeoneHome(team, { principal: 600_00n })
  for (const to of ['missed_court', 'forfeiture_noticed'] as const)
    await moveBond({ staff: team.intake, bondId: forfeited, to, knownFrom: 'court_docket', ...noticed(to) })
  await recordForfeiture({ staff: team.approver, bondId: forfeited, knownFrom: 'court_notice' })
  const remitted = await givenForfeitedBond(team, { principal: 500_00n })
  await recover(team.approver, remitted, { received: 200_00n })
  const rescinded = await givenBreachedBond(team, { principal: 1_500_00n })
  await walk(team, rescinded, ['rescinded'])
  const claimed = await givenDueBond(team, {
    principal: 800_00n,
    occurredAt: new Date(Date.now() - 200 * 86_400_000),
  })
  await recordChase({
    ...{ staff: team.intake, bondId: claimed, kind: 'claim_filed', drawnTo: 'depositor', note: 'by_letter' },
    ...{ dueOn: inDays(355), lastDay: inDays(400) },
  })
  return { posted, immigration, active, due, closed, forfeited, remitted, rescinded, claimed }
}

/** New, where it waits for a decision, waiting with a call to make, and over. */
async function givenRequests(team: Team, administrator: ActingStaff): Promise<Record<string, string>> {
  const { fundId } = team
  await givenIntake({ fundId, administrator })
  await setPriority({ staff: administrator, fundId, criteria: ['health', 'hearing_soon', 'order_of_asking'] })
  await listPlace({ staff: team.intake, fundId, name: 'Harbor Legal Aid (fictional)', phone: '+1 555 0160' })
  const asked = () => givenRequest(team.fundId)
  const [referred, recommended, waitlisted, declined] = [
    await asked(),
    await asked(),
    await asked(),
    await asked(),
  ]
  await walkRequest(team, recommended, 'screening', 'recommended')
  await walkRequest(team, waitlisted, 'screening', 'waitlisted')
  await walkRequest(team, declined, 'declined')
  const unbailable = await asked()
  await walkRequest(team, unbailable, 'screening', 'no_bond_available')
  return { referred, recommended, waitlisted, declined, unbailable }
}

async function givenUpdates(team: Team) {
  const { closeId } = await makePublicationClose({ staffId: team.treasurer.id, fundId: team.fundId })
  const blocks = {
    situation: 'More people wait in jail.\n\nJudges ask for more.',
    results: 'The pool posted bail.',
  }
  const words = { title: 'Home for the summer', ...blocks, actions: 'Come to the public meeting.' }
  const compose = () => composeUpdate({ staffId: team.intake.id, closeId, texts: { en: words, es: words } })
  const { updateId: draft } = await compose()
  const { updateId: published } = await compose()
  await publishUpdate({ updateId: published, staffId: team.treasurer.id })
  const { slug } = await db().impactUpdate.findUniqueOrThrow({ where: { id: published } })
  return { updates: { draft, published }, updateSlug: slug }
}
