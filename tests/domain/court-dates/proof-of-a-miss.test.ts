import { expect, test } from 'vitest'
import { answerMissedDate } from '#app/domain/court-dates/answer-missed-date.server.ts'
import { datesOfBond } from '#app/domain/court-dates/reads/dates-of-bond.server.ts'
import { recordAppearance } from '#app/domain/court-dates/record-appearance.server.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenDate, inDays, timezone } from '#tests/support/given-dates.ts'
import { givenTeam } from '#tests/support/given-disbursement.ts'
import { givenActiveBond } from '#tests/support/given-loss.ts'
import { givenDocument } from '#tests/support/given-papers.ts'
import { brokenRule, whyRefused } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

test('what shows why a date was missed is named by its number in the vault, and is the person’s own', async () => {
  const team = await givenTeam()
  const staff = team.intake
  const { personId, caseCode } = await givenPerson(team.fundId)
  const bondId = await givenActiveBond(team, {
    caseCode,
    occurredAt: new Date(Date.now() - 60 * 86_400_000),
  })
  const dateId = await givenDate(team, bondId, { day: inDays(0) })
  const missed = { staff, bondId, dateId, knownFrom: 'court_docket', next: null } as const
  await recordAppearance({ ...missed, outcome: 'missed' })
  const page = async () => {
    const found = await datesOfBond({ bondId, fundIds: [team.fundId], timezone })
    if (!found) throw new Error('the bond is theirs')
    return found
  }
  const missedId = (await page()).missed[0]?.id ?? ''
  const answer = (documentId: string | null) =>
    answerMissedDate({
      ...{ staff, bondId, missedId, lawyer: 'called', whereabouts: 'in_hospital' },
      proof: { kind: 'hospital_letter', on: inDays(0), inHand: false, documentId },
    })
  await answer(null)
  const { documentId: own } = await givenDocument(staff, personId)
  const { personId: another } = await givenPerson(team.fundId)
  const { documentId: foreign } = await givenDocument(staff, another)

  expect(await whyRefused(answer(foreign))).toBe('papers_are_of_their_case')
  await answer(own)
  const { missed: told, documents } = await page()
  expect(told[0]?.answers).toMatchObject([
    { proofInHand: false, document: null },
    { proofInHand: true, document: { id: own, number: 1 } },
  ])
  expect(documents.map(({ id }) => id)).toEqual([own])

  const byHand = (documentId: string, inHand: boolean): Statement => [
    `insert into missed_date_answer (missed_id, lawyer, whereabouts, proof_kind, proof_on, proof_in_hand, document_id, recorded_by, occurred_at)
     values ($1, 'called', 'in_hospital', 'hospital_letter', current_date, $2, $3, $4, now())`,
    [missedId, inHand, documentId, staff.id],
  ]
  for (const url of [world.appUrl, world.ownerUrl]) {
    const broken = (statement: Statement) => brokenRule(namingViolations(() => run(url, [statement])))
    expect(await broken(byHand(foreign, true))).toBe('papers_are_of_their_case')
    expect(await broken(byHand(own, false))).toBe('proof_in_the_vault_is_in_hand')
  }
})
