import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { heldForCase } from '#app/domain/copays/held-for-case.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { type Cents, zero } from '#app/domain/money/cents.ts'
import type { Turn } from '#app/domain/on-call/turns.server.ts'
import { comingTurns } from '#app/domain/on-call/whom-to-call.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { look } from '#app/domain/vault/look.server.ts'
import { now } from '#app/platform/clock.ts'
import { type Tx, widenToFund, widenToFunds } from '#app/platform/db.ts'
import { openDetails } from '../details.server.ts'
import type { PostingDetails } from '../posting.ts'
import { type PostingFacts, postingFacts } from '../posting-facts.server.ts'
import { scopeFor } from '../scope-for.server.ts'
import { type WholeAtWindow, wholeAtWindow } from '../whole-at-window.server.ts'
import { personOfCase } from './person-of-case.server.ts'
import { type SlipField, slipFieldsOf } from './slip-fields.ts'

export type Slip = PostingFacts &
  WholeAtWindow & {
    /** What is held of a family for this bond, to be handed over with the fund's part; zero where nothing. */
    familyHeld: Cents
    /** What the vault knows of what this kind of bond needs; null where it is to be written by hand. */
    person: Partial<Record<SlipField, string | null>>
    details: PostingDetails
    /** Who can say yes to a higher bond, now and within three days: in each fund that shares it. */
    onCall: Turn[]
    openedBy: string
    openedAt: Date
  }

type Asked = { staff: ActingStaff; disbursementId: string; language: string }

/**
 * Opens what one needs at the window, to be printed and taken along. It is a look into the vault, kept for good. Refuses
 * `disbursement_unknown`, `role_may_not`, `posting_is_of_an_approved_bond`, `slip_needs_a_poster`, `slip_needs_a_person`,
 * `slip_person_of_another_fund` and `person_is_erased`.
 */
export async function openSlip(asked: Asked): Promise<Slip> {
  const { staff, disbursementId } = asked
  const scope = await scopeFor(asked)
  if (!scope) throw new Refusal('disbursement_unknown')
  return attempt(
    { staff, action: 'slip.opened', subject: 'disbursement', subjectId: disbursementId, scope },
    (tx) => open(tx, asked),
  )
}

async function open(tx: Tx, { staff, disbursementId, language }: Asked): Promise<Slip> {
  const read = await postingFacts(tx, { disbursementId, language })
  if (!read) throw new Refusal('disbursement_unknown')
  const { facts, assignment } = read
  const { fundId } = facts
  await requireRole(tx, { staffId: staff.id, fundId, action: 'postings:read' })
  if (facts.state !== 'approved') throw new Refusal('posting_is_of_an_approved_bond')
  if (!assignment) throw new Refusal('slip_needs_a_poster')
  const { caseCode } = facts
  const person = await personOfCase(tx, {
    ...{ staffId: staff.id, caseCode, fundId },
    actions: ['vault:reveal', 'postings:read'],
  })
  if (!person) throw new Refusal('slip_needs_a_person')

  const { personId, keptBy } = person
  const fields = [...slipFieldsOf(facts.kind)]
  const seen = await look(tx, {
    ...{ staffId: staff.id, personId, fundId: keptBy, reason: 'posting_bond' },
    ...{ caseCode, fields },
  })
  const openedAt = now()
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staff.id },
    action: 'slip.opened',
    subject: 'disbursement',
    subjectId: disbursementId,
    fundId,
  })
  const { name } = await tx.staff.findUniqueOrThrow({ where: { id: staff.id }, select: { name: true } })
  const atWindow = await carried(tx, { facts, language, openedAt })
  return {
    ...facts,
    ...atWindow,
    person: Object.fromEntries(
      fields.map((field) => [field, seen.find((known) => known.field === field)?.value ?? null]),
    ),
    details: openDetails(assignment.id, assignment.detailsSealed),
    openedBy: name,
    openedAt,
  }
}

/**
 * Last of all: a poster's own scope shows no other fund's part and no family's money, the fund's shows both. A higher bond needs
 * a yes of every fund that shares it, so whom to call is read in all of them, and nothing else is.
 */
async function carried(
  tx: Tx,
  of: { facts: PostingFacts; language: string; openedAt: Date },
): Promise<WholeAtWindow & Pick<Slip, 'familyHeld' | 'onCall'>> {
  await widenToFund(tx, of.facts.fundId)
  const whole = await wholeAtWindow(tx, of)
  const familyHeld = whole.sharedBondId ? zero : await heldForCase(tx, of.facts)
  const fundIds = whole.sharedBondId ? whole.parts.map(({ fundId }) => fundId) : [of.facts.fundId]
  await widenToFunds(tx, fundIds)
  return { ...whole, familyHeld, onCall: await comingTurns(tx, fundIds, of.openedAt) }
}
