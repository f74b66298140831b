import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, test } from 'vitest'
import { reviewEvidence } from '#app/domain/evidence/review-evidence.server.ts'
import { namingViolations } from '#app/platform/constraint.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { run, type Statement } from '#tests/support/by-hand.ts'
import { givenActor, givenPostedBond, givenTeam, type Team } from '#tests/support/given-disbursement.ts'
import { givenDocument, givenEvidence, givenPersonOf } from '#tests/support/given-papers.ts'
import { brokenRule } from '#tests/support/refused.ts'
import { useWorld } from '#tests/support/world.ts'

const world = await useWorld()

let team: Team
let auditor: string
let bondId: string
let personId: string
let documentId: string
let foreignDocument: string
beforeAll(async () => {
  team = await givenTeam({ bank: 90_000_00n })
  auditor = (await givenActor(team.fundId, ['auditor'])).id
  bondId = (await givenPostedBond(team)).bondId
  personId = await givenPersonOf(team, bondId)
  documentId = (await givenDocument(team.intake, personId)).documentId
  const other = await givenPerson(team.fundId)
  foreignDocument = (await givenDocument(team.intake, other.personId)).documentId
})

/** The same SQL by hand, as the role that the app runs as and as the owner of the tables. */
describe.each(Object.entries({ app: world.appUrl, owner: world.ownerUrl }))('as %s', (_role, url) => {
  const broken = (...statements: Statement[]) => brokenRule(namingViolations(() => run(url, statements)))

  const evidence = (
    by: string,
    of: { documentId?: string; mediaType?: string; id?: string } = {},
  ): Statement => [
    `insert into bond_evidence (id, bond_id, purpose, receipt_number, media_type, byte_size, sha256, document_id, added_by, occurred_at)
       values ($1, $2, 'posting', 'R-1', $3, 1, $4, $5, $6, now())`,
    [
      of.id ?? randomUUID(),
      bondId,
      of.mediaType ?? 'image/png',
      randomUUID().replaceAll('-', '').repeat(2),
      of.documentId ?? null,
      by,
    ],
  ]
  const review = (evidenceId: string, by: string, clean = true): Statement => [
    `insert into bond_evidence_review (evidence_id, clean, reviewed_by, occurred_at) values ($1, $2, $3, now())`,
    [evidenceId, clean, by],
  ]
  const party = (role: string, holder: string, signedOn: string | null, by = team.intake.id): Statement => [
    `insert into bond_party (id, bond_id, role, holder, signed_on, recorded_by, occurred_at) values ($1, $2, $3, $4, $5, $6, now())`,
    [randomUUID(), bondId, role, holder, signedOn, by],
  ]

  test('evidence is a picture of its own case, with its content, added by someone who may', async () => {
    expect(await broken(evidence(team.intake.id, { mediaType: 'application/pdf' }))).toBe(
      'evidence_is_a_picture',
    )
    expect(await broken(evidence(auditor))).toBe('paper_keeper_holds_the_role')
    expect(await broken(evidence(team.intake.id, { documentId: foreignDocument }))).toBe(
      'papers_are_of_their_case',
    )
    expect(await broken(evidence(team.intake.id, { documentId }))).toBe('evidence_has_its_content')
  })

  test('evidence is judged once, by another, and what was found clean stays', async () => {
    const evidenceId = await givenEvidence(team.intake, bondId)
    expect(await broken(review(evidenceId, team.intake.id))).toBe('evidence_is_reviewed_by_another')
    expect(await broken(review(evidenceId, auditor))).toBe('paper_keeper_holds_the_role')
    const gone: Statement = ['delete from bond_evidence_content where evidence_id = $1', [evidenceId]]
    expect(await broken(gone)).toBe('evidence_is_append_only')
    await reviewEvidence({ staff: team.approver, bondId, evidenceId, clean: true })
    expect(await broken(review(evidenceId, team.treasurer.id, false))).toBe('evidence_is_reviewed_once')
    expect(await broken(gone)).toBe('evidence_is_append_only')
  })

  test('person_is_on_hold: what named somebody goes once the hold is lifted', async () => {
    const evidenceId = await givenEvidence(team.intake, bondId)
    const gone: Statement = ['delete from bond_evidence_content where evidence_id = $1', [evidenceId]]
    const no = review(evidenceId, team.approver.id, false)
    const hold: Statement = [
      `insert into legal_demand (kind, scope, fund_id, received_on, counsel, opened_by, occurred_at)
       values ('warrant', 'fund', $1, '2026-01-01', 'Counsel Example', $2, now())`,
      [team.fundId, team.intake.id],
    ]
    expect(await broken(no, hold, gone)).toBe('person_is_on_hold')
  })

  test('in whose name, and which paper, are of their case and their day', async () => {
    expect(await broken(party('office', 'relative', null))).toBe('party_is_of_its_role')
    expect(await broken(party('assignee', 'fund', null))).toBe('assignment_has_its_day')
    expect(await broken(party('depositor', 'fund', null, auditor))).toBe('paper_keeper_holds_the_role')
    const paper = (by: string, document: string | null, daysAgo = 1): Statement => [
      `insert into bond_paper (bond_id, paper, standing, happened_on, document_id, recorded_by, occurred_at)
         values ($1, 'court_receipt', 'copy', current_date - $4::integer, $2, $3, now())`,
      [bondId, document, by, daysAgo],
    ]
    expect(await broken(paper(team.intake.id, null, 40_000))).toBe('day_is_of_its_case')
    expect(await broken(party('assignee', 'fund', '1926-01-15'))).toBe('day_is_of_its_case')
    expect(await broken(paper(team.intake.id, foreignDocument))).toBe('papers_are_of_their_case')
    expect(await broken(paper(auditor, null))).toBe('paper_keeper_holds_the_role')
  })

  test('a document is sealed, added by who may write in the vault, and stays while money is out', async () => {
    const add = (by: string, sealed: Buffer): Statement => [
      `insert into person_document (id, person_id, number, kind, media_type, byte_size, sealed, added_by, occurred_at)
         values ($1, $2, 99, 'other', 'application/pdf', 5, $3, $4, now())`,
      [randomUUID(), personId, sealed, by],
    ]
    expect(await broken(add(team.intake.id, Buffer.from('%PDF-')))).toBe('document_is_stored_sealed')
    expect(await broken(add(team.approver.id, Buffer.alloc(80)))).toBe('document_is_added_by_its_role')
    expect(await broken(['delete from person_document where person_id = $1', [personId]])).toBe(
      'person_has_money_out',
    )
  })

  test('the mailbox is set by an administrator for two people, and checked by one of them', async () => {
    const { id: administrator } = await givenActor(team.fundId, ['administrator'])
    const box = (by: string, first: string | null, other: string | null): Statement => [
      `insert into bond_mailbox (fund_id, address, first_reader, other_reader, recorded_by, occurred_at)
         values ($1, 'P.O. Box 1', $2, $3, $4, now())`,
      [team.fundId, first, other, by],
    ]
    const check = (by: string): Statement => [
      `insert into bond_mailbox_check (fund_id, court_letters, ice_letters, checked_by, occurred_at) values ($1, 0, 0, $2, now())`,
      [team.fundId, by],
    ]
    const { intake, approver, treasurer } = team
    expect(await broken(box(treasurer.id, intake.id, approver.id))).toBe('mailbox_is_set_by_an_administrator')
    expect(await broken(box(administrator, intake.id, intake.id))).toBe('mailbox_readers_are_two_people')
    expect(await broken(box(administrator, auditor, intake.id))).toBe('mailbox_reader_holds_a_role')
    for (const [first, other] of [
      [null, null],
      [intake.id, null],
      [null, approver.id],
    ] as const)
      expect(await broken(box(administrator, first, other))).toBe('mailbox_readers_are_two_people')
    expect(await broken(check(intake.id))).toBe('mailbox_is_checked_by_its_reader')
    expect(await broken(box(administrator, treasurer.id, approver.id), check(intake.id))).toBe(
      'mailbox_is_checked_by_its_reader',
    )
  })

  test('a change of address is an administrator’s, in force, and told of once, of open bonds', async () => {
    const { id: administrator } = await givenActor(team.fundId, ['administrator'])
    const id = randomUUID()
    const change = (by: string, on: string): Statement => [
      `insert into address_change (id, address, effective_on, recorded_by, occurred_at) values ($1, '2 Mill Lane', $2, $3, now())`,
      [id, on, by],
    ]
    const notice = (by: string): Statement => [
      `insert into address_change_notice (change_id, bond_id, way, notified_on, notified_by, occurred_at)
         values ($1, $2, 'by_mail', '2026-01-15', $3, now())`,
      [id, bondId, by],
    ]
    expect(await broken(change(team.treasurer.id, '2026-01-15'))).toBe(
      'address_is_changed_by_an_administrator',
    )
    expect(await broken(change(administrator, '2099-01-15'))).toBe('address_change_is_in_force')
    const made = change(administrator, '2026-01-15')
    expect(await broken(made, notice(auditor))).toBe('paper_keeper_holds_the_role')
    expect(await broken(made, notice(team.intake.id), notice(team.intake.id))).toBe(
      'bond_is_told_of_a_change_once',
    )
  })
})

test('history is not rewritten, by the owner either', async () => {
  const rules = []
  for (const table of [
    'bond_evidence',
    'bond_evidence_content',
    'bond_evidence_review',
    'bond_party',
    'bond_paper',
    'bond_mailbox',
    'bond_mailbox_check',
    'address_change',
    'address_change_notice',
    'address_change_contract_notice',
    'bond_case_end',
    'person_document',
    'person_party',
  ])
    rules.push(
      await brokenRule(namingViolations(() => run(world.ownerUrl, [[`truncate ${table} cascade`, []]]))),
    )
  expect(new Set(rules)).toEqual(
    new Set([
      'evidence_is_append_only',
      'bond_papers_are_append_only',
      'mailbox_is_append_only',
      'address_changes_are_append_only',
      'person_fields_are_added_anew',
    ]),
  )
})

test('another fund sees none of it', async () => {
  const scope = `staff:${(await givenTeam()).fundId}`
  for (const table of ['person_document', 'bond_evidence', 'bond_evidence_content', 'bond_party'])
    expect(await run(world.appUrl, [[`select 1 from ${table}`, []]], scope)).toEqual([])
})
