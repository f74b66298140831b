import { Client } from 'pg'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { approveEnvelope } from '#app/domain/envelopes/approve-envelope.server.ts'
import { proposeEnvelope } from '#app/domain/envelopes/propose-envelope.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inTransaction } from '#app/platform/db.ts'
import { forced } from './forced.ts'
import { givenStepUp } from './given.ts'
import type { Team } from './given-disbursement.ts'
import { envelopeOf } from './given-envelope.ts'
import type { World } from './world.ts'

const hour = 3_600_000

type Night = { posterIds?: string[]; total?: bigint; cap?: bigint; bonds?: number }

/** Planned by the treasurer, to open tomorrow as clocks are. Answers the id. */
export async function givenPlannedNight(team: Team, of: Night = {}): Promise<string> {
  const [opensAt, closesAt] = [new Date(Date.now() + 24 * hour), new Date(Date.now() + 60 * hour)]
  const envelope = envelopeOf(team, { ...of, opensAt, closesAt })
  const { envelopeId } = await proposeEnvelope({ staff: team.treasurer, envelope })
  return envelopeId
}

export async function givenApprovedNight(
  team: Team,
  of: Night & { approver?: ActingStaff } = {},
): Promise<string> {
  const envelopeId = await givenPlannedNight(team, of)
  const staff = of.approver ?? team.approver
  const { contentHash } = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.nightEnvelope.findUniqueOrThrow({ where: { id: envelopeId } }),
  )
  const stepUpId = await givenStepUp(staff.id, boundTo.approveEnvelope({ id: envelopeId, contentHash }))
  await approveEnvelope({ staff, envelopeId, contentHash, stepUpId })
  return envelopeId
}

/** Approved, and then as if it had opened two days ago: nobody plans a night that has begun. */
export async function givenOpenNight(world: World, team: Team, of: Night = {}): Promise<string> {
  const envelopeId = await givenApprovedNight(team, of)
  await asOwner(
    world,
    `update night_envelope set opens_at = now() - interval '48 hours', closes_at = now() + interval '20 hours',
            occurred_at = now() - interval '3 days' where id = '${envelopeId}'`,
  )
  return envelopeId
}

/** Approved, and then as if it had closed an hour ago: what was posted may still be entered. */
export async function givenClosingNight(world: World, team: Team, of: Night = {}): Promise<string> {
  const envelopeId = await givenApprovedNight(team, of)
  await asOwner(
    world,
    `update night_envelope set opens_at = now() - interval '20 hours', closes_at = now() - interval '1 hour',
            entered_until = now() + interval '10 hours', occurred_at = now() - interval '3 days'
      where id = '${envelopeId}'`,
  )
  return envelopeId
}

/** As if a draw had been made two days ago, and nobody had looked at it by noon. */
export const neglected = (world: World, disbursementId: string): Promise<void> =>
  asOwner(
    world,
    `update envelope_draw set occurred_at = now() - interval '47 hours', entered_at = now() - interval '47 hours',
            confirm_by = now() - interval '1 hour'
      where disbursement_id = '${disbursementId}'`,
  )

async function asOwner(world: World, sql: string): Promise<void> {
  const owner = new Client({ connectionString: world.ownerUrl })
  await owner.connect()
  try {
    await forced(owner, sql)
  } finally {
    await owner.end()
  }
}

/** What a window asks for, as the form of a draw sends it. */
export const drawForm = (of: Record<string, string> = {}): Record<string, string> => ({
  ...{ kind: 'court_bail', principal: '500', fees: '', payee: 'Larkspur County Clerk', caseCode: '' },
  ...{ venue: 'Larkspur County Jail' },
  ...of,
})
