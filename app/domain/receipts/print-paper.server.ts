import type { Readable } from 'node:stream'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { may } from '#app/domain/staff/access.ts'
import { rolesIn } from '#app/domain/staff/staff.ts'
import { writePdf } from '#app/platform/pdf/write-pdf.ts'
import type { Language } from '#app/words/languages.ts'
import { paperOf } from './gift-kind.ts'
import { documentFacts } from './open-receipt.server.ts'
import { paperFileName } from './paper-file-name.ts'
import { receiptDocument } from './receipt-document.ts'

/**
 * The paper of a gift whose giver has no address, in their language, as PDF, with the name to save it as; who took it is kept. Null where it is not this person's to print: a
 * fund of it is not theirs, the giver gets mail or was erased, or nothing is written yet.
 */
export async function printPaper(of: {
  paymentId: string
  staff: Reader
}): Promise<{ number: bigint; fileName: string; pdf: Readable } | null> {
  const { paymentId, staff } = of
  const entity = await organization()
  const act = { action: 'offline.paper_opened', subject: 'payment', subjectId: paymentId }
  const paper = await attempt({ staff, ...act }, async (tx) => {
    const receipt = await tx.receipt.findFirst({
      where: { paymentId, mailId: null },
      include: { payment: { include: { donations: true, intent: true, donor: true } } },
    })
    if (!receipt || receipt.payment.donor.erasedAt) return null
    const { donations, intent } = receipt.payment
    if (!donations.every(({ fundId }) => may(rolesIn(staff, fundId), 'offline:enter'))) return null
    const language = intent.language as Language
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act },
      ...(donations[0] ? { fundId: donations[0].fundId } : {}),
      detail: { receipt: String(receipt.number) },
    })
    return { number: receipt.number, language, facts: await documentFacts(tx, { receipt, entity, language }) }
  })
  if (!paper) return null
  const { number, facts, language } = paper
  const fileName = paperFileName(paperOf[facts.giftKind], number)
  return { number, fileName, pdf: writePdf(receiptDocument(facts, language)) }
}
