import { movedWithinADay } from '#app/domain/cash/reads/moved-within-a-day.server.ts'
import type { Reader, WhyNot } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { may } from '#app/domain/staff/access.ts'
import { caseKey } from '#app/domain/vault/case-key.server.ts'
import { offeredTo } from '#app/domain/vault/reasons.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { whyNotReceive } from '../acts.ts'
import { signerReasons } from '../signer-reasons.server.ts'
import { type TextReview, textReviews } from '../text-reviews.server.ts'
import type { PaperLanguage } from '../texts/texts.ts'
import { readAgreements } from './agreements.server.ts'
import { readPayouts } from './payouts.server.ts'
import { readReceipts } from './receipts.server.ts'

export type AgreementPage = NonNullable<Awaited<ReturnType<typeof agreementPage>>>

/**
 * One family's money, from the paper to the pay-out, and for each act whether this person may do it now. Who signed is masked:
 * nothing is opened to make it. Null: not theirs to see.
 */
export async function agreementPage(of: { agreementId: string; staff: Reader }) {
  const { agreementId, staff } = of
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const [agreement] = await readAgreements(tx, { agreementId })
    if (!agreement) return null

    const { fundId } = agreement
    const roles = staff.roles.filter((held) => held.fundId === fundId).map(({ role }) => role)
    const person = { id: staff.id, roles }
    const row = await tx.copayAgreement.findUniqueOrThrow({ where: { id: agreementId } })
    const witness = await tx.staff.findUnique({ where: { id: row.witnessedBy }, select: { name: true } })
    const open = agreement.amount - agreement.received
    const signer = await signerOf(tx, row)
    const moved = await movedWithinADay(tx, now())
    const mayPropose = may(roles, 'copays:work')
    return {
      ...agreement,
      language: row.language as PaperLanguage,
      officialShown: row.officialShown,
      /** Erased with the person of the case, once nothing of the money is with us or in a bond. */
      signer,
      /** By whom, and in which language, is in one seal with who signed. */
      readAloud: row.readAloud,
      mayReveal: may(roles, 'vault:reveal'),
      /** Why they may ask who signed today. */
      reasons: signer === 'erased' ? [] : offeredTo(roles, await signerReasons(tx, agreement), 'signer'),
      witness: witness?.name ?? '',
      fundName: (await fundNames(tx, { fundIds: [fundId], language: staff.language })).get(fundId) ?? '',
      fundNameOfPaper: (await fundNames(tx, { fundIds: [fundId], language: row.language })).get(fundId) ?? '',
      review: await reviewOf(tx, row.language),
      open,
      receipts: await readReceipts(tx, { agreementId, unclaimed: agreement.unclaimed, person }),
      payouts: await readPayouts(tx, { agreementId, fundId, person }),
      /** Cents of cash that came out of the bank within a day: it may have to report them together with what is paid out in cash. */
      drawnCents: moved.cash_box,
      /** And of cash that went into it. */
      depositedCents: moved.bank,
      acts: {
        receive:
          open > 0n ? plain(whyNotReceive(row, person)) : plain(new Refusal('family_part_is_received')),
        propose: mayPropose
          ? agreement.unclaimed > 0n
            ? null
            : plain(new Refusal('nothing_is_held'))
          : plain(new Refusal('role_may_not')),
      },
    }
  })
}

type Signed = { caseCode: string; signerSealed: Uint8Array | null }

async function signerOf(tx: Tx, { caseCode, signerSealed }: Signed): Promise<'sealed' | 'erased'> {
  const key = await caseKey(tx, caseCode)
  const isGone = signerSealed === null || (key.personId !== null && key.key === null)
  return isGone ? 'erased' : 'sealed'
}

const plain = (refusal: Refusal | null): WhyNot => refusal && { code: refusal.code, params: refusal.params }

async function reviewOf(tx: Tx, language: string): Promise<TextReview | null> {
  return (await textReviews(tx)).find((review) => review.language === language) ?? null
}
