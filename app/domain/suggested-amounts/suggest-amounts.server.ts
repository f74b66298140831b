import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { lockManagedFund } from '#app/domain/funds/lock-fund.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { AmountLanguage } from './amounts-form.ts'

/**
 * Sets what a fund's giving page offers in one language, from now on and in rising order. Refuses `fund_unknown`,
 * `role_may_not`, `amounts_missing`, `amounts_repeat`, an amount outside the fund's limits (`amount_too_small`,
 * `amount_too_large`).
 */
export async function suggestAmounts(of: {
  staff: { id: string; fundIds: string[] }
  fundId: string
  language: AmountLanguage
  amounts: bigint[]
}): Promise<void> {
  const { staff, fundId, language } = of
  const act = { action: 'fund.amounts_suggested', subject: 'fund', subjectId: fundId } as const
  await attempt({ staff, ...act }, async (tx) => {
    await lockManagedFund(tx, { fundId, staffId: staff.id })
    const fund = await tx.fund.findUniqueOrThrow({ where: { id: fundId } })
    const cents = [...of.amounts].sort((one, other) => (one < other ? -1 : 1))
    const [least = 0n, most = 0n] = [cents[0], cents.at(-1)]
    if (cents.length === 0) throw new Refusal('amounts_missing', {}, 'amounts[0]')
    if (new Set(cents).size < cents.length) throw new Refusal('amounts_repeat', {}, 'amounts[0]')
    if (least < fund.minimumGiftCents)
      throw new Refusal('amount_too_small', { minimum: fund.minimumGiftCents }, 'amounts[0]')
    if (most > fund.maximumGiftCents)
      throw new Refusal('amount_too_large', { maximum: fund.maximumGiftCents }, 'amounts[0]')

    const { _max } = await tx.fundSuggestion.aggregate({
      where: { fundId, language },
      _max: { version: true },
    })
    const version = (_max.version ?? 0) + 1
    await tx.fundSuggestion.create({
      data: { fundId, language, version, cents, changedBy: staff.id, occurredAt: now() },
    })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...act, fundId },
      detail: { language, version, cents: cents.join(' ') },
    })
  })
}
