import { beforeEach, expect, test } from 'vitest'
import type { Reading } from '#app/domain/copays/reading.ts'
import { agreementPage } from '#app/domain/copays/reads/agreement-page.server.ts'
import { recordOffer } from '#app/domain/copays/record-offer.server.ts'
import { revealSigner } from '#app/domain/copays/reveal-signer.server.ts'
import { signAgreement } from '#app/domain/copays/sign-agreement.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { erasePerson } from '#app/domain/vault/erase-person.server.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { timezone } from '#tests/support/given-copay.ts'
import { givenActor, givenProposal, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { today } from '#tests/support/given-remittance.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

const reading: Reading = {
  ...{ language: 'Mam, de Todos Santos', kind: 'by_phone', interpreter: 'Elena Example' },
}
let team: Team
let personId: string
let caseCode: string
beforeEach(async () => {
  team = await givenTeam()
  const person = await givenPerson(team.fundId, { name: 'Rosa Quill' })
  personId = person.personId
  caseCode = person.caseCode
  await givenProposal(team, { caseCode })
  await recordOffer({ staff: team.intake, fundId: team.fundId, caseCode, answer: 'unable' })
})
const sign = (of: { reading?: Reading | null } = {}) =>
  signAgreement({
    ...{ staff: team.intake, fundId: team.fundId, caseCode, language: 'es', amount: cents(500_00n) },
    ...{ signer: 'Pedro Quill', paperNumber: `P-${caseCode}`, signedOn: today(), timezone },
    ...of,
  })
const rowOf = (id: string) =>
  inTransaction({ scope: { kind: 'system' } }, (tx) => tx.copayAgreement.findUniqueOrThrow({ where: { id } }))
const pageOf = (agreementId: string) =>
  agreementPage({
    agreementId,
    staff: { ...team.intake, roles: [{ fundId: team.fundId, role: 'intake' }], language: 'en' },
  })

const seenBy = (agreementId: string) =>
  revealSigner({ staff: team.intake, agreementId, reason: 'family_paper' })

test('a paper that was read aloud in another language says so; which, and by whom, lies in the seal of who signed', async () => {
  const { agreementId } = await sign({ reading })
  const page = await pageOf(agreementId)
  expect(page).toMatchObject({ language: 'es', officialShown: true, readAloud: true, signer: 'sealed' })
  const row = await rowOf(agreementId)
  const kept =
    JSON.stringify([page, row], (_, value) => (typeof value === 'bigint' ? String(value) : value)) +
    Buffer.from(row.signerSealed ?? []).toString()
  for (const [, word] of Object.entries(reading)) expect(kept).not.toContain(word)
  expect(await seenBy(agreementId)).toEqual({ name: 'Pedro Quill', reading })
  const signed = await db().auditEvent.findFirstOrThrow({
    where: { action: 'copay.signed', subjectId: agreementId },
  })
  expect(signed.detail).toMatchObject({ language: 'es', readAloud: true })
})

test('one that the family read themselves says nothing of an interpreter', async () => {
  const { agreementId } = await sign()
  expect(await pageOf(agreementId)).toMatchObject({ readAloud: false })
  expect(await seenBy(agreementId)).toEqual({ name: 'Pedro Quill', reading: null })
})

test('the interpreter goes with who signed; that it was read aloud stays', async () => {
  const { agreementId } = await sign({ reading })
  await erasePerson({ staff: await givenActor(team.fundId, ['administrator']), personId })
  expect(await rowOf(agreementId)).toMatchObject({ signerSealed: null, readAloud: true })
  expect(await pageOf(agreementId)).toMatchObject({ signer: 'erased', readAloud: true })
  await expect(seenBy(agreementId)).rejects.toThrow('person_is_erased')
})

test('as owner: that a paper was read aloud is neither taken back nor said later', async () => {
  const { agreementId } = await sign({ reading })
  const update: Statement = [
    `update copay_agreement set read_aloud = not read_aloud where id = $1`,
    [agreementId],
  ]
  expect(await brokenRule(namingViolations(() => run(world.ownerUrl, [update])))).toBe(
    'copay_records_are_append_only',
  )
})
