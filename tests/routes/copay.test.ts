import { beforeAll, expect, test } from 'vitest'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { caseOf, givenAgreement, givenCoPaidBond } from '#tests/support/given-copay.ts'
import {
  approveBy,
  givenActor,
  givenProposal,
  givenTeam,
  hashOf,
  type Team,
} from '#tests/support/given-disbursement.ts'
import { walk } from '#tests/support/given-loss.ts'
import { today } from '#tests/support/given-remittance.ts'
import { recordForfeiture } from '#tests/support/proved.ts'
import { act, code, keepCookie, load, locationOf, signIn } from '#tests/support/staff-requests.ts'
import { useWorld } from '#tests/support/world.ts'

await useWorld()

const family = 'admin.disbursements.$disbursementId.family.tsx'
const blank = 'admin.disbursements.$disbursementId_.paper.tsx'
const copay = 'admin.copays.$agreementId/route.tsx'
const paper = 'admin.copays.$agreementId_.paper.tsx'
const list = 'admin.copays._index/route.tsx'
const disbursement = 'admin.disbursements.$disbursementId/route.tsx'
const bond = 'admin.bonds.$bondId/route.tsx'
const call = 'admin.bonds.$bondId.call.tsx'

let team: Team
beforeAll(async () => {
  team = await givenTeam({ fund: { slug: 'bail' } })
  for (const staff of [team.intake, team.approver, team.treasurer]) await signIn(staff)
})

test('asked, printed, signed: the way from the proposal to the paper', async () => {
  const disbursementId = await givenProposal(team)
  const send = (form: Record<string, string>) => act(family, team.intake, form, { disbursementId })
  const signed = { intent: 'agreement', language: 'ar', amount: '300', signer: 'Rosa Quill' }
  const whole = { ...signed, paperNumber: 'P-31', signedOn: today() }
  expect(await send(whole)).toMatchObject({
    status: 409,
    data: { refusal: { code: 'relative_is_asked_to_post_first' }, values: whole },
  })
  expect(await send({ intent: 'offer', answer: '' })).toMatchObject({
    status: 422,
    data: { errors: { answer: 'required' } },
  })
  expect(locationOf(await send({ intent: 'offer', answer: 'unable' }))).toBe(
    `/admin/disbursements/${disbursementId}/family`,
  )
  expect(await load(blank, team.intake, { disbursementId }, '?language=ar&amount=300')).toMatchObject({
    paper: { language: 'ar', amount: 300_00n, withOfficial: true, signed: null },
  })
  expect(await load(blank, team.intake, { disbursementId }, '?language=xx&amount=much')).toMatchObject({
    paper: { language: 'en', amount: null, withOfficial: false },
  })
  const torn = { ...whole, amount: '3,00', signedOn: 'soon' }
  expect(await send(torn)).toMatchObject({
    status: 422,
    data: { errors: { amount: 'amount_ambiguous', signedOn: 'malformed' }, values: torn },
  })
  expect(locationOf(await send(whole))).toMatch(/^\/admin\/copays\//)
  expect(await load(disbursement, team.approver, { disbursementId })).toMatchObject({
    page: { family: { offers: [{ answer: 'unable' }], agreements: [{ amount: 300_00n, held: 0n }] } },
  })
})

test('a family whose language has no paper: read aloud by an interpreter who is named, or nothing is recorded', async () => {
  const disbursementId = await givenProposal(team)
  const send = (form: Record<string, string>) => act(family, team.intake, form, { disbursementId })
  await send({ intent: 'offer', answer: 'unable' })
  expect(
    await load(blank, team.intake, { disbursementId }, '?language=es&amount=300&aloud=on'),
  ).toMatchObject({
    paper: { language: 'es', reading: { language: '', interpreter: '', kind: null } },
  })
  const half = {
    ...{ intent: 'agreement', language: 'es', amount: '300', signer: 'Rosa Quill', signedOn: today() },
    ...{ paperNumber: 'P-77', readIn: 'Mam', interpreterKind: 'professional', interpreter: '' },
  }
  expect(await send(half)).toMatchObject({
    status: 409,
    data: { errors: { interpreter: 'reading_names_its_interpreter' }, values: half },
  })
  expect(await send({ ...half, interpreterKind: 'someone' })).toMatchObject({ status: 422 })
  const answer = await send({ ...half, interpreter: 'Elena Example' })
  const agreementId = locationOf(answer).split('/').at(-1) ?? ''
  for (const page of [copay, paper])
    expect(await load(page, team.approver, { agreementId })).toMatchObject({
      page: { language: 'es', readAloud: true },
    })
  const reading = { language: 'Mam', kind: 'professional', interpreter: 'Elena Example' }
  const look = { intent: 'reveal', reason: 'family_paper' }
  expect(await act(paper, team.intake, look, { agreementId })).toMatchObject({ data: { seen: { reading } } })
})

test('who signed stands on the paper for a reason, and nowhere before it was given', async () => {
  const { personId, caseCode } = await givenPerson(team.fundId)
  await givenProposal(team, { caseCode })
  const of = { agreementId: await givenAgreement(team, { caseCode }) }
  for (const route of [copay, paper]) {
    const told = await load<{ page: { signer: string } }>(route, team.treasurer, of)
    expect(told.page.signer).toBe('sealed')
    const all = JSON.stringify(told, (_, value) => (typeof value === 'bigint' ? String(value) : value))
    expect(all).not.toContain('Rosa Quill')
  }
  const show = (reason: string) => act(paper, team.treasurer, { intent: 'reveal', reason }, of)
  expect(await show('')).toMatchObject({ status: 422, data: { errors: { reason: 'required' } } })
  expect(await show('correction')).toMatchObject({
    status: 409,
    data: { errors: { reason: 'reason_is_of_their_work' } },
  })
  expect(await show('family_paper')).toMatchObject({
    data: { seen: { name: 'Rosa Quill', reading: null }, errors: {} },
  })
  const looks = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.personReveal.findMany({ where: { personId } }),
  )
  expect(looks).toMatchObject([{ staffId: team.treasurer.id, fields: ['signer'], reason: 'family_paper' }])
  const agreementId = '00000000-0000-4000-8000-000000000000'
  const none = act(paper, team.treasurer, { intent: 'reveal', reason: 'family_paper' }, { agreementId })
  await expect(none).rejects.toMatchObject({ status: 404 })
})

test('received, proposed, approved with a proof, paid with a proof', async () => {
  const caseCode = await caseOf(await givenProposal(team))
  const agreementId = await givenAgreement(team, { caseCode, amount: 300_00n })
  const send = (staff: typeof team.intake, form: Record<string, string>) =>
    act(copay, staff, form, { agreementId })
  const came = { intent: 'receive', amount: '400', method: 'check', reference: 'C-1', occurredAt: '' }
  expect(await send(team.treasurer, came)).toMatchObject({
    status: 409,
    data: { errors: { amount: 'family_part_stays_within_its_agreement' }, values: came },
  })
  expect(await send(team.intake, { ...came, amount: '300' })).toMatchObject({
    status: 409,
    data: { refusal: { code: 'receiver_is_not_witness' } },
  })
  expect(await send(team.treasurer, { ...came, amount: '300', method: '' })).toMatchObject({
    status: 422,
    data: { errors: { method: 'required' } },
  })
  expect(locationOf(await send(team.treasurer, { ...came, amount: '300' }))).toBe(
    `/admin/copays/${agreementId}`,
  )

  const { page } = await load<Shown>(copay, team.intake, { agreementId })
  expect(page).toMatchObject({ held: 300_00n, receipts: [{ amount: 300_00n, reference: 'C-1' }] })
  expect(await load(paper, team.intake, { agreementId }, `?receipt=${page.receipts[0]?.id}`)).toMatchObject({
    receipt: { amount: 300_00n },
  })

  await send(team.intake, { intent: 'propose', amount: '300' })
  const proposed = (await load<Shown>(copay, team.approver, { agreementId })).page.payouts[0]
  const payoutId = proposed?.id ?? ''
  expect(await send(team.approver, { intent: 'approve', payoutId })).toMatchObject({
    status: 409,
    data: { errors: { code: 'step_up_missing' } },
  })
  keepCookie(
    team.approver,
    await send(team.approver, { intent: 'approve', payoutId, code: code(team.approver, 1) }),
  )
  const paid = { intent: 'pay', payoutId, method: 'check', reference: 'Check 7', occurredAt: '' }
  expect(await send(team.approver, { ...paid, code: code(team.approver, 1) })).toMatchObject({ status: 409 })
  keepCookie(team.intake, await send(team.intake, { ...paid, code: code(team.intake, 1) }))
  expect(await load(copay, team.intake, { agreementId })).toMatchObject({
    page: { held: 0n, paidOut: 300_00n, payouts: [{ state: 'paid', reference: 'Check 7' }] },
  })
  expect(await load(list, team.intake)).toMatchObject({ mayReview: false })
})

test('a check that bounced is taken back: asked, confirmed by another with a proof, and told on the paper', async () => {
  const caseCode = await caseOf(await givenProposal(team))
  const agreementId = await givenAgreement(team, { caseCode, amount: 300_00n })
  const of = { agreementId }
  const second = await givenActor(team.fundId, ['approver'])
  await signIn(second)
  await act(
    copay,
    team.treasurer,
    { intent: 'receive', amount: '300', method: 'check', reference: 'C-5' },
    of,
  )
  const receiptId = (await load<Shown>(copay, team.intake, of)).page.receipts[0]?.id ?? ''
  const asked = { intent: 'take_back', receiptId, reason: 'check_returned', happenedOn: today() }
  const torn = { ...asked, reason: '', happenedOn: 'soon' }
  expect(await act(copay, team.intake, torn, of)).toMatchObject({
    status: 422,
    data: { errors: { reason: 'required', happenedOn: 'malformed' } },
  })
  expect(locationOf(await act(copay, team.intake, asked, of))).toBe(`/admin/copays/${agreementId}`)
  const { page } = await load<Shown>(copay, second, of)
  const reversalId = page.receipts[0]?.reversals[0]?.id ?? ''
  const yes = { intent: 'confirm_reversal', reversalId }
  const elsewhere = await givenAgreement(team, { caseCode })
  await expect(act(copay, second, yes, { agreementId: elsewhere })).rejects.toMatchObject({
    status: 404,
  })
  expect(await act(copay, second, yes, of)).toMatchObject({
    status: 409,
    data: { errors: { code: 'step_up_missing' } },
  })
  const missing = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.auditEvent.findMany({ where: { actorId: second.id, outcome: 'refused' } }),
  )
  expect(missing).toMatchObject([
    {
      ...{ action: 'copay.reversed', subjectId: reversalId, fundId: team.fundId },
      detail: { reason: 'step_up_missing' },
    },
  ])
  keepCookie(second, await act(copay, second, { ...yes, code: code(second, 1) }, of))
  expect(await load(paper, team.intake, of, `?receipt=${receiptId}`)).toMatchObject({
    receipt: { takenBackFor: 'check_returned' },
    page: { received: 0n, held: 0n, open: 300_00n },
  })
})

test('a payout of another paper is not moved from this one', async () => {
  const agreementId = await givenAgreement(team, { caseCode: await caseOf(await givenProposal(team)) })
  const payoutId = '00000000-0000-4000-8000-000000000000'
  const sent = act(copay, team.intake, { intent: 'withdraw', payoutId }, { agreementId })
  await expect(sent).rejects.toMatchObject({ status: 404 })
})

test('who read a translation is recorded by an administrator', async () => {
  const administrator = await givenActor(team.fundId, ['administrator'])
  await signIn(administrator)
  const read = { language: 'ar', reviewer: 'Layla Example', reviewedOn: '2026-01-01' }
  await expect(act(list, team.intake, read, {})).rejects.toMatchObject({ status: 403 })
  expect(locationOf(await act(list, administrator, read, {}))).toBe('/admin/copays')
  expect(await load(list, administrator)).toMatchObject({
    reviews: [{ language: 'ar', reviewer: 'Layla Example' }],
  })
})

test('bail is paid with the family’s part, and a percentage bond shows what it can cost', async () => {
  const disbursementId = await givenProposal(team, { principal: 700_00n })
  const agreementId = await givenAgreement(team, { caseCode: await caseOf(disbursementId), amount: 300_00n })
  await act(
    copay,
    team.treasurer,
    { intent: 'receive', amount: '300', method: 'check', reference: 'C-9' },
    { agreementId },
  )
  await approveBy(team.approver, disbursementId)
  const form = {
    ...{
      contentHash: await hashOf(disbursementId),
      principal: '700',
      fees: '',
      payee: 'Larkspur County Clerk',
    },
    ...{ method: 'cash', receiptNumber: 'R-1', occurredAt: '', code: code(team.treasurer, 1) },
    ...{ agreementId, familyPart: '300', exposure: '10,000' },
  }
  const answer = await act('admin.disbursements.$disbursementId.payment.tsx', team.treasurer, form, {
    disbursementId,
  })
  keepCookie(team.treasurer, answer)
  const bondId = locationOf(answer).split('/').at(-1) ?? ''
  expect(await load(bond, team.approver, { bondId })).toMatchObject({
    page: {
      money: { posted: 1_000_00n },
      family: { part: 300_00n, posted: 300_00n },
      exposure: { full: 10_000_00n, left: 9_000_00n, isForfeited: false },
    },
  })
})

test('a call beyond what the judge set is refused beside its field', async () => {
  const { bondId } = await givenCoPaidBond(team, { own: 500_00n, family: 0n, exposure: 5_000_00n })
  await recordRelease({ staff: team.intake, bondId, outcome: 'released', knownFrom: 'jail' })
  await walk(team, bondId, ['missed_court', 'forfeiture_noticed'])
  await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'court_notice' })
  const form = { amount: '4,500.01', payee: 'Clerk', venue: 'Court', evidenceNote: '' }
  expect(await act(call, team.intake, form, { bondId })).toMatchObject({
    status: 409,
    data: { errors: { amount: 'forfeiture_call_stays_within_exposure' }, values: form },
  })
  const answer = await act(call, team.intake, { ...form, amount: '4,500' }, { bondId })
  const disbursementId = locationOf(answer).split('/').at(-1) ?? ''
  expect(await load(disbursement, team.intake, { disbursementId })).toMatchObject({
    page: {
      kind: 'forfeiture_call',
      family: null,
      acts: { amend: { code: 'forfeiture_call_is_not_amended' } },
    },
  })
})

type Shown = {
  page: { receipts: { id: string; reversals: { id: string }[] }[]; payouts: { id: string }[] }
}
