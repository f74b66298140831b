import { addCertificate } from '#app/domain/certificates/add-certificate.server.ts'
import { confirmCertificate } from '#app/domain/certificates/confirm-certificate.server.ts'
import { addPlace } from '#app/domain/fund-places/add-place.server.ts'
import { addVersion } from '#app/domain/jurisdictions/add-version.server.ts'
import { clearRule } from '#app/domain/jurisdictions/clear-rule.server.ts'
import { confirmClearance } from '#app/domain/jurisdictions/confirm-clearance.server.ts'
import { recordReview } from '#app/domain/jurisdictions/record-review.server.ts'
import { sayCourtPlace } from '#app/domain/jurisdictions/say-court-place.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { proposeBail } from './approved.ts'
import type { DemonstrationStaff, Person } from './people.ts'

const system = { scope: { kind: 'system' } } as const
const place = 'US-XX-NORTHSIDE'
const readOn = new Date('2026-06-01')

/**
 * The new rules of a fictional courthouse: a certificate that is held, and a cap that counsel lets one bail go above, until a
 * higher one begins that nobody has reviewed yet. The fund serves the courthouse beside it, too, and both lie in a state whose
 * own rule holds in them.
 */
export async function seedNorthsideRules(
  fundId: string,
  staff: DemonstrationStaff,
  today: Date,
): Promise<void> {
  const { dana, sam, kit } = staff
  for (const served of [place, 'US-XX-SOUTHSIDE']) await addPlace({ staff: sam, fundId, place: served })
  const rule = {
    ...{ place, bondKind: 'court_bail' as const, bondCount: null, periodDays: null, chargeClasses: [] },
    ...{ validFrom: readOn, validUntil: null, source: 'A fictional code, section 2', readOn },
  }
  await addVersion({
    staff: sam,
    rule: {
      ...{ ...rule, code: 'xx-northside-certificate', kind: 'certificate', effect: 'warns', cap: zero },
      summary: 'A fictional courthouse takes bail only from a fund that it certified.',
    },
  })
  await addVersion({
    staff: sam,
    rule: {
      ...{ ...rule, code: 'xx-northside-cap', kind: 'cap_per_bond', effect: 'blocks_posting' },
      cap: cents(500_00n),
      summary: 'A fictional courthouse takes no more than $500 from a fund for one bail.',
    },
  })
  await certify(fundId, { sam, kit })

  const { id: ruleId } = await db().jurisdictionRule.findFirstOrThrow({ where: { code: 'xx-northside-cap' } })
  const { id: robin } = await db().staff.findUniqueOrThrow({ where: { email: 'robin@larkspur.example' } })
  await recordReview({
    staff: { id: robin, fundIds: sam.fundIds },
    ruleId,
    counsel: 'Ada Example',
    reviewedOn: new Date('2026-06-15'),
  })
  const at = new Date(today.getTime() - 30 * 3_600_000)
  const { disbursementId } = await proposeBail(staff, { fundId, dollars: 800, at })
  await asOfTime(at, () => sayCourtPlace({ staff: dana, disbursementId, place }))
  const said = { counsel: 'Ada Example', clearedOn: at }
  await clearRule({ staff: dana, disbursementId, ruleId, ...said })
  const { id: clearanceId } = await inTransaction(system, (tx) =>
    tx.counselClearance.findFirstOrThrow({ where: { disbursementId } }),
  )
  await confirmClearance({ staff: kit, disbursementId, clearanceId })
  const inTwoMonths = new Date(today.getTime() + 60 * 86_400_000).toISOString().slice(0, 10)
  await addVersion({
    staff: sam,
    rule: {
      ...{ ...rule, code: 'xx-northside-cap', kind: 'cap_per_bond', effect: 'blocks_posting' },
      ...{ cap: cents(750_00n), validFrom: new Date(inTwoMonths) },
      summary: 'A fictional courthouse takes no more than $750 from a fund for one bail.',
    },
  })
}

async function certify(fundId: string, { sam, kit }: { sam: Person; kit: Person }): Promise<void> {
  const validFrom = readOn
  const certificate = { fundId, ruleCode: 'xx-northside-certificate', number: 'NC-0042', validFrom }
  const validUntil = new Date('2099-12-31')
  await addCertificate({ staff: sam, certificate: { ...certificate, validUntil } })
  const { id } = await inTransaction(system, (tx) => tx.certificate.findFirstOrThrow({ where: { fundId } }))
  await confirmCertificate({ staff: kit, certificateId: id })
}
