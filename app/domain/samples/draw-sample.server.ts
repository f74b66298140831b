import { randomBytes, randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'

type Draw = {
  staff: ActingStaff
  fundId: string
  /** Days in the organization's time zone, both included. */
  from: string
  to: string
  wanted: number
}

/**
 * Draws bonds whose originals the auditor wants to see: all that were posted in the period, in the order of
 * sha256(seed ':' bond id), the first N. The seed is chance and is kept, so that anyone can draw it again; nobody can choose.
 * Refuses `role_may_not`, and `sample_finds_no_bond` where nothing was posted.
 */
export async function drawSample(draw: Draw): Promise<{ sampleId: string }> {
  const { staff, fundId, from, to, wanted } = draw
  const sampleId = randomUUID()
  const seed = randomBytes(32).toString('hex')
  return attempt({ staff, action: 'audit_sample.drawn', subject: 'audit_sample', fundId }, async (tx) => {
    await requireRole(tx, { staffId: staff.id, fundId, action: 'samples:draw' })
    const { timezone } = await tx.organization.findUniqueOrThrow({ where: { id: 1 } })
    const [period] = await tx.$queryRaw<{ from: Date; to: Date; population: number }[]>`
      select p.from_at as "from", p.to_at as "to",
             (select count(*)::int from drawn_bonds(${fundId}::uuid, p.from_at, p.to_at, '')) as population
        from (select ${from}::date::timestamp at time zone ${timezone} as from_at,
                     (${to}::date + 1)::timestamp at time zone ${timezone} as to_at) p`
    if (!period || period.population === 0) throw new Refusal('sample_finds_no_bond', {}, 'from')

    await tx.auditSample.create({
      data: {
        ...{ id: sampleId, fundId, drawnBy: staff.id, postedFrom: period.from, postedTo: period.to },
        ...{ wanted, population: period.population, seed, method: 'sha256_of_seed_and_bond' },
        occurredAt: now(),
      },
    })
    const drawn = await tx.$executeRaw`
      insert into audit_sample_line (sample_id, position, bond_id)
      select ${sampleId}::uuid, d.rank::int, d.bond_id
        from drawn_bonds(${fundId}::uuid, ${period.from}::timestamptz, ${period.to}::timestamptz, ${seed}) d
       where d.rank <= ${wanted}`
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'audit_sample.drawn',
      subject: 'audit_sample',
      subjectId: sampleId,
      fundId,
      detail: { drawn, population: period.population, from, to },
    })
    return { sampleId }
  })
}
