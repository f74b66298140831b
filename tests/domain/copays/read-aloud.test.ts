import { beforeEach, expect, test } from 'vitest'
import type { Reading } from '#app/domain/copays/reading.ts'
import { agreementPage } from '#app/domain/copays/reads/agreement-page.server.ts'
import { recordOffer } from '#app/domain/copays/record-offer.server.ts'
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

test('a paper that was read aloud in another language says so: which, by whom, beside the text that was printed', async () => {
  const { agreementId } = await sign({ reading })
  expect(await pageOf(agreementId)).toMatchObject({
    ...{ language: 'es', officialShown: true, readAloud: true, reading, signer: 'Pedro Quill' },
  })
  const row = await rowOf(agreementId)
  expect(row).toMatchObject({ language: 'es', readAloud: true })
  const kept = JSON.stringify({ ...row, amountCents: '' }) + Buffer.from(row.readingSealed ?? []).toString()
  for (const [, word] of Object.entries(reading)) expect(kept).not.toContain(word)
  const signed = await db().auditEvent.findFirstOrThrow({
    where: { action: 'copay.signed', subjectId: agreementId },
  })
  expect(signed.detail).toMatchObject({ language: 'es', readAloud: true })
})

test('one that the family read themselves says nothing of an interpreter', async () => {
  const { agreementId } = await sign()
  expect(await pageOf(agreementId)).toMatchObject({ readAloud: false, reading: null })
})

test('the interpreter goes with who signed; that it was read aloud stays', async () => {
  const { agreementId } = await sign({ reading })
  await erasePerson({ staff: await givenActor(team.fundId, ['administrator']), personId })
  expect(await rowOf(agreementId)).toMatchObject({
    ...{ signerSealed: null, readingSealed: null, readAloud: true },
  })
  expect(await pageOf(agreementId)).toMatchObject({ signer: null, readAloud: true, reading: null })
})

test('reading_names_its_interpreter: as app and owner, neither half is kept alone, and none is taken later', async () => {
  const offer = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.copayOffer.findFirstOrThrow({ where: { caseCode } }),
  )
  const signed = (readAloud: boolean, sealed: string | null): Statement => [
    `insert into copay_agreement (fund_id, case_code, offer_id, language, text_version, text_hash, official_shown, amount_cents,
            signer_sealed, read_aloud, reading_sealed, paper_number, witnessed_by, signed_on)
       values ($1, $2, $3, 'ar', 1, repeat('a', 64), true, 100, '\\x00', $4, $5, 'P-9', $6, current_date)`,
    [team.fundId, caseCode, offer.id, readAloud, sealed, team.intake.id],
  ]
  const { agreementId } = await sign({ reading })
  for (const url of [world.appUrl, world.ownerUrl]) {
    const broken = (statement: Statement) => brokenRule(namingViolations(() => run(url, [statement])))
    expect(await broken(signed(true, null))).toBe('reading_names_its_interpreter')
    expect(await broken(signed(false, '\\x00'))).toBe('reading_names_its_interpreter')
  }
  const change = (what: string) => {
    const update: Statement = [`update copay_agreement set ${what} where id = $1`, [agreementId]]
    return brokenRule(namingViolations(() => run(world.ownerUrl, [update])))
  }
  expect(await change('reading_sealed = null')).toBe('copay_records_are_append_only')
  expect(await change('signer_sealed = null, reading_sealed = null, read_aloud = false')).toBe(
    'copay_records_are_append_only',
  )
  expect(await change('signer_sealed = null')).toBe('copay_records_are_append_only')
})
