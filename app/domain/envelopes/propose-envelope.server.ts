import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { allowedPurposeVersion } from '#app/domain/disbursements/content/allowed-purpose.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole, rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { limitsInForce } from '#app/domain/funds/limits-in-force.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { noonOfNextWorkingDay } from '#app/domain/requests/working-days.ts'
import { may } from '#app/domain/staff/access.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { envelopeHash } from './content-hash.server.ts'
import { type EnvelopeContent, longestAhead, longestEnvelope, mostBonds, mostPosters } from './envelope.ts'

/** Plans a night: what may be drawn, by whom and when. It waits for approval until it would open. Reserves nothing yet. */
export async function proposeEnvelope(act: {
  staff: ActingStaff
  envelope: EnvelopeContent
}): Promise<{ envelopeId: string }> {
  const { staff, envelope } = act
  const at = now()
  const { fundId } = envelope
  const attempted = { action: 'envelope.proposed', subject: 'fund', subjectId: fundId, fundId }
  return attempt({ staff, ...attempted }, async (tx) => {
    refuseImpossible(envelope, at)
    await requireRole(tx, { staffId: staff.id, fundId, action: 'disbursements:propose' })
    const purposeVersion = await allowedVersion(tx, envelope, at)
    await refuseUnableToPay(tx, envelope)
    await refuseAboveCap(tx, envelope)
    const { timezone } = await tx.organization.findUniqueOrThrow({ where: { id: 1 } })

    const { id } = await tx.nightEnvelope.create({
      data: {
        fundId,
        purposeVersion,
        purposeCodes: envelope.purposeCodes,
        posterIds: envelope.posterIds,
        totalCents: envelope.total,
        capCents: envelope.cap,
        bondCount: envelope.bonds,
        opensAt: envelope.opensAt,
        closesAt: envelope.closesAt,
        enteredUntil: noonOfNextWorkingDay(envelope.closesAt, timezone),
        contentHash: envelopeHash({ ...envelope, purposeVersion }),
        proposedBy: staff.id,
        occurredAt: at,
      },
      select: { id: true },
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'envelope.proposed',
      subject: 'envelope',
      subjectId: id,
      fundId,
      detail: {
        totalCents: envelope.total.toString(),
        capCents: envelope.cap.toString(),
        bonds: envelope.bonds,
        posters: envelope.posterIds.length,
      },
    })
    return { envelopeId: id }
  })
}

function refuseImpossible(envelope: EnvelopeContent, at: Date): void {
  const { total, cap, bonds, opensAt, closesAt, posterIds, purposeCodes } = envelope
  const length = closesAt.getTime() - opensAt.getTime()
  if (purposeCodes.length === 0) throw new Refusal('envelope_is_for_bonds', {}, 'purposeCodes')
  if (posterIds.length < 1 || posterIds.length > mostPosters)
    throw new Refusal('envelope_names_one_to_ten_posters', {}, 'posterIds')
  if (total <= 0n) throw new Refusal('required', {}, 'total')
  if (cap <= 0n) throw new Refusal('required', {}, 'cap')
  if (bonds < 1 || bonds > mostBonds)
    throw new Refusal('envelope_bonds_out_of_range', { most: mostBonds }, 'bonds')
  if (cap > total) throw new Refusal('envelope_cap_is_within_its_total', {}, 'cap')
  if (total > cap * BigInt(bonds))
    throw new Refusal('envelope_total_can_be_drawn', { most: cap * BigInt(bonds) }, 'total')
  if (opensAt <= at) throw new Refusal('envelope_is_planned_ahead', {}, 'opensAt')
  if (opensAt.getTime() > at.getTime() + longestAhead)
    throw new Refusal('envelope_opens_within_14_days', {}, 'opensAt')
  if (length <= 0 || length > longestEnvelope)
    throw new Refusal('envelope_lasts_at_most_72_hours', {}, 'closesAt')
}

/** Purpose match is a promise to donors: it is kept at night too. */
async function allowedVersion(tx: Tx, { fundId, purposeCodes }: EnvelopeContent, at: Date): Promise<number> {
  let version = 0
  for (const code of purposeCodes) {
    try {
      version = await allowedPurposeVersion(tx, { fundId, kind: code, purposeCode: code, at })
    } catch (error) {
      if (error instanceof Refusal) throw new Refusal(error.code, error.params, 'purposeCodes')
      throw error
    }
  }
  return version
}

async function refuseUnableToPay(tx: Tx, { fundId, posterIds }: EnvelopeContent): Promise<void> {
  for (const staffId of posterIds) {
    if (!may(await rolesInFund(tx, { staffId, fundId }), 'disbursements:pay'))
      throw new Refusal('envelope_posters_hold_the_role', {}, 'posterIds')
  }
}

/** Each draw is a disbursement: what the fund lets through at once holds for it. Judged again when the night is set aside. */
async function refuseAboveCap(tx: Tx, { fundId, cap }: EnvelopeContent): Promise<void> {
  const { capCents: most } = await limitsInForce(tx, fundId)
  if (most !== null && cap > most)
    throw new Refusal('disbursement_stays_within_cap', { cap: most, needed: cap }, 'cap')
}
