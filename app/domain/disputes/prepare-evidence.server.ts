import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { scanFreeText } from '#app/domain/vault/scan-free-text.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { type EvidenceField, evidenceFields, longestEvidence } from './dispute.ts'
import { openDispute, refuseUnlessAnswerable } from './open-dispute.server.ts'

type Prepared = {
  staff: { id: string; fundIds: string[] }
  disputeId: string
  /** Only what is to be sent. */
  evidence: Partial<Record<EvidenceField, string>>
}

/**
 * Keeps an answer to a bank exactly as it would be sent, to be read once more and then sent with a proof of presence. What
 * points to a person held has no place in it.
 *
 * Refuses `dispute_unknown`, `role_may_not`, `dispute_awaits_an_answer`, `one_request_is_under_way`, `evidence_is_empty`,
 * `evidence_too_long` and `evidence_names_no_one_held`.
 */
export async function prepareEvidence({
  staff,
  disputeId,
  evidence,
}: Prepared): Promise<{ requestId: string }> {
  const of = { staff, action: 'dispute.answer_prepared', subject: 'dispute', subjectId: disputeId }
  return attempt(of, async (tx) => {
    const opened = await openDispute(tx, { disputeId, staff })
    await refuseUnlessAnswerable(tx, opened)
    const address = evidence.customer_email_address && (await addressOf(tx, opened.payment.id))
    const fields = { ...evidence, ...(address ? { customer_email_address: address } : {}) }
    const filled = evidenceFields.flatMap((field): [EvidenceField, string][] =>
      fields[field] ? [[field, fields[field]]] : [],
    )
    if (filled.length === 0) throw new Refusal('evidence_is_empty', {}, 'send')
    for (const [field, text] of filled) refuseUnfit(field, text)
    const { id: requestId } = await tx.stripeRequest.create({
      data: {
        ...{
          paymentId: opened.payment.id,
          kind: 'evidence',
          disputeId,
          evidence: Object.fromEntries(filled),
        },
        ...{ needsConfirmation: true, askedBy: staff.id, occurredAt: now() },
      },
      select: { id: true },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'dispute.answer_prepared',
      ...{ subject: 'payment', subjectId: opened.payment.id, fundId: opened.payment.fundId },
      detail: { requestId, disputeId, fields: filled.map(([field]) => field).join(' ') },
    })
    return { requestId }
  })
}

/** The address that the gift was given with: the page shows it masked, so it is never read from there. */
async function addressOf(tx: Tx, paymentId: string): Promise<string> {
  const { intent } = await tx.payment.findUniqueOrThrow({
    where: { id: paymentId },
    select: { intent: { select: { email: true } } },
  })
  return intent.email
}

/** A case code: letters and digits in two groups, as nothing about a gift is. */
const caseCode = /\b(?=[A-Z0-9]*\d)[A-HJ-NP-Z2-9]{4}-[A-HJ-NP-Z2-9]{4}\b/

function refuseUnfit(field: EvidenceField, text: string): void {
  if (text.length > longestEvidence) throw new Refusal('evidence_too_long', {}, field)
  const ofPeople = scanFreeText(text).some(({ kind }) => ['a_number', 'ssn', 'facility'].includes(kind))
  if (ofPeople || caseCode.test(text)) throw new Refusal('evidence_names_no_one_held', {}, field)
}
