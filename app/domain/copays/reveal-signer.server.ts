import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { may } from '#app/domain/staff/access.ts'
import { caseKey } from '#app/domain/vault/case-key.server.ts'
import { permitLook } from '#app/domain/vault/permit-look.server.ts'
import { isTheirs, opens, type RevealReason } from '#app/domain/vault/reasons.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { type Agreement, readAgreements } from './reads/agreements.server.ts'
import { openSigner, type Signer } from './signer.server.ts'
import { personOfPaper, signerReasons } from './signer-reasons.server.ts'

type Look = { staff: ActingStaff; agreementId: string; reason: RevealReason }

/**
 * Shows who signed for a family, and who read the paper to them. Who looked, and why, is kept for good before they see it: with the person, where they are of
 * the paper's own fund, and in the audit always. Refuses `agreement_unknown`, `person_is_erased` and what `permitLook` does.
 */
export const revealSigner = (look: Look): Promise<Signer> =>
  attempt(
    {
      staff: look.staff,
      action: 'copay.signer_seen',
      subject: 'copay_agreement',
      subjectId: look.agreementId,
    },
    (tx) => show(tx, look),
  )

async function show(tx: Tx, look: Look): Promise<Signer> {
  const { staff, agreementId, reason } = look
  const [agreement] = await readAgreements(tx, { agreementId })
  if (!agreement) throw new Refusal('agreement_unknown')
  const { caseCode, fundId } = agreement
  const personId = await personOfPaper(tx, agreement)
  if (personId === null) await permitByMoney(tx, agreement, look)
  else await permitLook(tx, { staff, personId, caseCode, opened: ['signer'], reason })
  const signed = await tx.copayAgreement.findUniqueOrThrow({ where: { id: agreementId } })
  const signer = openSigner(signed, await caseKey(tx, caseCode))
  if (signer === null) throw new Refusal('person_is_erased')
  if (personId !== null)
    await tx.personReveal.create({
      data: { personId, staffId: staff.id, fields: ['signer'], caseCode, reason, occurredAt: now() },
    })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staff.id },
    action: 'copay.signer_seen',
    subject: 'copay_agreement',
    subjectId: agreementId,
    fundId,
    detail: { reason, caseCode },
  })
  return signer
}

/** The same judgement where the person is another fund's, or nobody is known: by the roles and the money of the paper's own fund. */
async function permitByMoney(tx: Tx, agreement: Agreement, { staff, reason }: Look): Promise<void> {
  const roles = await rolesInFund(tx, { staffId: staff.id, fundId: agreement.fundId })
  if (!may(roles, 'vault:reveal')) throw new Refusal('role_may_not')
  if (!isTheirs(reason, roles)) throw new Refusal('reason_is_of_their_work', {}, 'reason')
  if (!opens(reason, 'signer')) throw new Refusal('reason_opens_its_fields', {}, 'reason')
  if (!(await signerReasons(tx, agreement)).some((is) => is.reason === reason))
    throw new Refusal('reason_is_true_of_the_case', {}, 'reason')
}
