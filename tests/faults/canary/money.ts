import { basename } from 'node:path'
import { expect } from 'vitest'
import { png } from '#tests/domain/documents/given-files.ts'
import { hashOf } from '#tests/support/given-disbursement.ts'
import { today } from '#tests/support/given-remittance.ts'
import { family, type Office, refuses, rowOf, tookIt } from './rooms.ts'

const words = `${family.signer} ${family.phone}`
/** What someone writes who has no number at hand: each names a person. */
const named = ['Check to Thistlewood 12', family.docket, family.phone]

/** Proposed, changed by its proposer, approved, posted with the family's part in it. Answers the bond's page. */
export async function bondWithFamilysPart(office: Office, caseCode: string): Promise<string> {
  const { intake, approver, treasurer, poster } = office
  const proposal = {
    ...{ purposeCode: 'court_bail', principal: '1500', fees: '0' },
    ...{ 'payees[0]': 'Clerk of Thistlebrook', venue: family.court, evidenceNote: family.note },
  }
  const disbursement = await intake.did('/admin/disbursements/new', {
    ...{ ...proposal, fundId: office.fundId, caseCode },
  })
  const id = basename(disbursement)
  await intake.did(`${disbursement}/amendment`, {
    ...{ ...proposal, revision: '1', principal: '1600', 'payees[1]': words },
    ...{
      venue: `${family.court}, now before Judge Thistleby`,
      evidenceNote: `${family.note} ${family.name}`,
    },
  })
  await refuses(approver, `${disbursement}/rejection`, { reason: words })
  await refuses(intake, `${disbursement}/cancellation`, { reason: words })

  const { name, docket, court, facility } = family
  await intake.did(`${disbursement}/person`, {
    ...{
      name,
      docket,
      court,
      facility,
      birth_date: family.birth_date,
      booking_number: family.booking_number,
    },
    ...{ post_under: family.signer, attorney_phone: family.phone },
  })
  await refuses(intake, `${disbursement}/family`, { intent: 'offer', answer: words })
  await intake.did(`${disbursement}/family`, { intent: 'offer', answer: 'unable' })
  const paper = { intent: 'agreement', language: 'es', amount: '400', signedOn: today() }
  for (const paperNumber of [...named, family.signer])
    await refuses(intake, `${disbursement}/family`, { ...paper, signer: family.signer, paperNumber })
  const agreement = await intake.did(`${disbursement}/family`, {
    ...{ ...paper, signer: family.signer, paperNumber: 'P-77' },
    ...{ readIn: 'Plumwhistle Mam', interpreterKind: 'relative', interpreter: family.signer },
  })
  expect(await intake.see(`${agreement}/paper`)).not.toContain('Plumwhistle')
  const why = new URLSearchParams({ intent: 'reveal', reason: 'family_paper' })
  const shown = await (await intake.send(`${agreement}/paper`, why)).text()
  for (const name of [family.signer, 'Plumwhistle Mam']) expect(shown).toContain(name)
  const part = { intent: 'receive', amount: '400', method: 'check', occurredAt: '' }
  for (const reference of [...named, `Cash from Plumwhistle`])
    await refuses(treasurer, agreement, { ...part, reference })
  await treasurer.did(agreement, { ...part, reference: 'Check 4410' })

  await approver.did(`${disbursement}/approval`, {
    ...{ contentHash: await hashOf(id), ...(await approver.proof()) },
  })
  await intake.did(`${disbursement}/assignment`, {
    ...{ intent: 'assign', posterId: office.posterStaff.id },
    ...{ hours: `Ask for ${family.signer}`, methods: words, papers: family.note },
  })
  await refuses(intake, `${disbursement}/assignment`, { intent: 'withdraw', reason: words })
  const posted = {
    ...{ contentHash: await hashOf(id), principal: '1600', fees: '0', payee: 'Clerk of Thistlebrook' },
    ...{ method: 'cashiers_check', agreementId: basename(agreement), familyPart: '400' },
  }
  for (const receiptNumber of named)
    await refuses(poster, `/admin/postings/${id}`, { ...posted, receiptNumber, ...(await poster.proof()) })
  await poster.did(`/admin/postings/${id}`, {
    ...{ ...posted, receiptNumber: 'R-2026-118', ...(await poster.proof()) },
  })
  const bond = await rowOf((tx) => tx.bond.findFirstOrThrow({ where: { disbursementId: id } }))
  await moneyComesBack(office, `/admin/bonds/${bond.id}`, agreement)
  return `/admin/bonds/${bond.id}`
}

/** Released, the case over, chased, the court's check, and the family's part paid out again. */
async function moneyComesBack(office: Office, bond: string, agreement: string): Promise<void> {
  const { intake, approver, treasurer } = office
  const ride = { act: 'arrange_ride', dateId: '', driver: 'volunteer' }
  for (const word of [`Grey van for ${family.name}`, `Grey van, ${family.phone}`])
    await refuses(intake, `${bond}/dates`, { ...ride, word })
  await intake.did(`${bond}/dates`, { ...ride, word: 'Grey van, by the thistles' })
  expect(await intake.see(`${bond}/dates`)).toContain('by the thistles')
  await refuses(intake, `${bond}/release`, { outcome: 'released', knownFrom: words })
  await intake.did(`${bond}/release`, { outcome: 'released', knownFrom: 'jail' })
  for (const receiptNumber of named) {
    const copy = new FormData()
    const fields = { intent: 'add', purpose: 'posting', receiptNumber, documentId: '', covered: 'on' }
    for (const [name, value] of Object.entries(fields)) copy.set(name, value)
    copy.set('file', new Blob([new Uint8Array(png())], { type: 'image/png' }), `${family.name}.png`)
    const { status } = await intake.send(`${bond}/evidence`, copy)
    if (status !== 409 && status !== 422) tookIt.push(`${status} evidence ${receiptNumber}`)
  }
  await intake.did(`${bond}/disposition`, { knownFrom: 'court_docket' })
  const chase = { kind: 'claim_filed', note: 'by_letter', drawnTo: 'fund', dueOn: '2030-02-04', lastDay: '' }
  await refuses(intake, `${bond}/chase`, { ...chase, note: words })
  await refuses(intake, `${bond}/chase`, { ...chase, reference: words })
  await intake.did(`${bond}/chase`, chase)
  await intake.did(`${bond}/chase`, { ...chase, kind: 'chased', drawnTo: '', note: 'through_lawyer' })
  await treasurer.see('/admin/recovery')

  const back = { received: '2000', interest: '', occurredAt: '' }
  for (const reference of named)
    await refuses(approver, `${bond}/return`, { ...back, reference, ...(await approver.proof()) })
  await approver.did(`${bond}/return`, { ...back, reference: 'Check 88-2001', ...(await approver.proof()) })

  await intake.did(agreement, { intent: 'propose', amount: '400' })
  const { id: payoutId } = await rowOf((tx) => tx.copayPayout.findFirstOrThrow())
  await approver.did(agreement, { intent: 'approve', payoutId, ...(await approver.proof()) })
  const paid = { intent: 'pay', payoutId, method: 'check', occurredAt: '' }
  for (const reference of [...named, `To Rosalind Plumwhistle`])
    await refuses(treasurer, agreement, { ...paid, reference, ...(await treasurer.proof()) })
  await treasurer.did(agreement, { ...paid, reference: 'Check 2210', ...(await treasurer.proof()) })
  for (const page of [bond, agreement, '/admin/copays']) await intake.see(page)
}

/** A forfeiture with its notice and its last day, the court's call for more, and what comes after the loss. */
export async function moneyIsLost(office: Office, bond: string): Promise<void> {
  const { intake, approver } = office
  const notice = { paperOn: today(), lastDay: '2030-02-04' }
  const move = { knownFrom: 'court_notice', occurredAt: '', paperOn: '', lastDay: '' }
  await intake.did(`${bond}/release`, { outcome: 'released', knownFrom: 'jail' })
  await refuses(intake, `${bond}/step`, { ...move, to: 'missed_court', note: words })
  await intake.did(`${bond}/step`, { ...move, to: 'missed_court' })
  const { id: missedId } = await rowOf((tx) => tx.missedDate.findFirstOrThrow())
  const missed = { act: 'missed', missedId, lawyer: 'called', proofKind: 'hospital_letter' }
  await refuses(intake, `${bond}/dates`, { ...missed, whereabouts: words, proofOn: today() })
  await intake.did(`${bond}/dates`, { ...missed, whereabouts: 'in_hospital', proofOn: today() })
  await intake.did(`${bond}/step`, {
    ...{ ...move, to: 'forfeiture_noticed', ...notice },
  })
  const deadline = { act: 'deadline', kind: 'pay_forfeiture', ...notice }
  await refuses(intake, `${bond}/dates`, { ...deadline, paper: words })
  await intake.did(`${bond}/dates`, { ...deadline, paper: 'court_order' })
  await approver.did(`${bond}/forfeiture`, {
    ...{ knownFrom: 'court_notice', occurredAt: '', ...(await approver.proof()) },
  })
  const call = await intake.did(`${bond}/call`, {
    ...{ amount: '500', payee: words, venue: family.court, evidenceNote: family.note },
  })
  await intake.see(call)
  const found = { received: '300', interest: '', occurredAt: '' }
  for (const reference of ['A777666555', '+1 555 019 7331'])
    await refuses(approver, `${bond}/recovery`, { ...found, reference, ...(await approver.proof()) })
  await approver.did(`${bond}/recovery`, { ...found, reference: 'Check 7001', ...(await approver.proof()) })
}
