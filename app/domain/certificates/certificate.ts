import { z } from 'zod'
import { lineField } from '#app/domain/disbursements/fields.ts'
import { daysOfWarning } from '#app/domain/jurisdictions/judge.ts'
import { dayField } from '#app/domain/jurisdictions/rule-forms.ts'

/** Days before its end at which a certificate is spoken of, each time more pressingly. */
export const warningDays = [daysOfWarning, 30, 7] as const

/** How a certificate stands on a day. `ahead`: confirmed, and holding later. */
export type CertificateStanding = 'unconfirmed' | 'ahead' | 'holds' | 'ends_soon' | 'ended' | 'revoked'

type Dated = {
  validFrom: string
  validUntil: string
  confirmedBy: string | null
  revokedOn: string | null
}

/** Days are text as `2026-11-21`; the last day is a day on which the certificate holds. */
export function standingOf(certificate: Dated, today: string, daysLeft: number): CertificateStanding {
  const { validFrom, validUntil, confirmedBy, revokedOn } = certificate
  if (revokedOn !== null && revokedOn <= today) return 'revoked'
  if (confirmedBy === null) return 'unconfirmed'
  if (validUntil < today) return 'ended'
  if (validFrom > today) return 'ahead'
  return daysLeft <= warningDays[0] ? 'ends_soon' : 'holds'
}

const number = z
  .string()
  .trim()
  .min(1, 'required')
  .regex(/^[A-Za-z0-9][A-Za-z0-9 ./#-]{0,59}$/, 'certificate_number_is_one_line')

/** A certificate as its paper says it, the second person's yes, or its end; `act` says which. */
export const CertificateForm = z.discriminatedUnion('act', [
  z
    .strictObject({
      act: z.literal('add'),
      fundId: z.uuid('required'),
      ruleCode: lineField(60),
      number,
      validFrom: dayField,
      validUntil: dayField,
    })
    .refine(({ validFrom, validUntil }) => validUntil >= validFrom, {
      path: ['validUntil'],
      message: 'certificate_ends_after_it_begins',
    }),
  z.strictObject({ act: z.literal('confirm'), certificateId: z.uuid() }),
  z.strictObject({ act: z.literal('revoke'), certificateId: z.uuid(), revokedOn: dayField }),
])

export type NewCertificate = {
  fundId: string
  ruleCode: string
  number: string
  validFrom: Date
  validUntil: Date
}
