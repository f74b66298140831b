import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { Cents } from '#app/domain/money/cents.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { refuseNamedNumber } from '#app/domain/vault/refuse-named-number.server.ts'
import { now } from '#app/platform/clock.ts'
import { seal } from '#app/platform/crypto.ts'
import { requireRoles } from './lock-remittance.server.ts'
import type { Payer } from './remittance.ts'

export type NewRemittance = {
  payer: Payer
  /** Which court or office, where it helps: kept sealed. */
  payerName: string
  /** The check's or transfer's own number: one is entered once. */
  reference: string
  total: Cents
  /** A day of the organization's, as `2026-11-21`. */
  receivedOn: string
  fundIds: string[]
}

/** One check or transfer for many bonds came. Nothing is booked until its lines add up and another person closes it. */
export async function openRemittance(act: {
  staff: ActingStaff
  remittance: NewRemittance
}): Promise<{ remittanceId: string }> {
  const { staff, remittance } = act
  const fundIds = [...new Set(remittance.fundIds)].sort()
  const { timezone } = await organization()
  const at = now()
  if (fundIds.length === 0) throw new Refusal('remittance_names_its_funds', {}, 'fundIds')
  if (remittance.total <= 0n) throw new Refusal('remittance_brings_something', {}, 'total')
  if (remittance.receivedOn > dayOf(at, timezone)) {
    throw new Refusal('remittance_was_received', {}, 'receivedOn')
  }

  return attempt(
    { staff, action: 'remittance.opened', subject: 'fund', ...(fundIds[0] ? { subjectId: fundIds[0] } : {}) },
    async (tx) => {
      await requireRoles(tx, { staffId: staff.id, fundIds, action: 'remittances:enter' })
      await refuseNamedNumber(tx, { number: remittance.reference, field: 'reference', of: { fundIds } })
      const remittanceId = randomUUID()
      await tx.remittance.create({
        data: {
          id: remittanceId,
          payer: remittance.payer,
          payerSealed: seal(remittance.payerName, payerCell(remittanceId)),
          reference: remittance.reference,
          totalCents: remittance.total,
          receivedOn: new Date(remittance.receivedOn),
          fundIds,
          openedBy: staff.id,
          occurredAt: at,
        },
      })
      for (const fundId of fundIds) {
        await recordAudit(tx, {
          actor: { kind: 'staff', id: staff.id },
          action: 'remittance.opened',
          subject: 'remittance',
          subjectId: remittanceId,
          fundId,
          detail: { payer: remittance.payer, totalCents: remittance.total.toString() },
        })
      }
      return { remittanceId }
    },
  )
}

export const payerCell = (row: string) => ({ table: 'remittance', column: 'payer_sealed', row })
