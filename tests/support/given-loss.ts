import type { BondState } from '#app/domain/bonds/bond.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { moveBond } from '#app/domain/bonds/move-bond.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { noticeOf } from '#app/domain/deadlines/deadline.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { cents } from '#app/domain/money/cents.ts'
import { saidOfEnd } from './given-case-end.ts'
import { givenPostedBond, type Team } from './given-disbursement.ts'
import { recordForfeiture, recordRecovery, writeOff } from './proved.ts'

type Of = {
  principal?: bigint
  kind?: 'court_bail' | 'immigration_bond'
  caseCode?: string
  occurredAt?: Date
}

/** Posted (at `occurredAt`) and released: the case goes on. Answers the bond's id. */
export async function givenActiveBond(team: Team, of: Of = {}): Promise<string> {
  const { bondId } = await givenPostedBond(team, of)
  await recordRelease({
    staff: team.intake,
    bondId,
    outcome: 'released',
    knownFrom: 'jail',
    occurredAt: of.occurredAt,
  })
  return bondId
}

/** A notice comes on paper, of today, with a last day that is far off. */
export const noticed = (to: BondState) =>
  noticeOf(to) ? { paperOn: dayOf(new Date(), 'America/Chicago'), lastDay: aMonthOn() } : {}

const aMonthOn = () => dayOf(new Date(Date.now() + 30 * 86_400_000), 'America/Chicago')

export async function walk(team: Team, bondId: string, states: readonly BondState[]): Promise<void> {
  for (const to of states) {
    const said = to === 'case_ended' ? await saidOfEnd(team.intake, bondId) : {}
    await moveBond({ staff: team.intake, bondId, to, knownFrom: 'lawyer', ...noticed(to), ...said })
  }
}

/** A court kept it all. */
export async function givenForfeitedBond(team: Team, of: Of = {}): Promise<string> {
  const bondId = await givenActiveBond(team, of)
  await walk(team, bondId, ['missed_court', 'forfeiture_noticed'])
  await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'court_notice' })
  return bondId
}

/** DHS says that the terms were broken. */
export async function givenBreachedBond(team: Team, of: Of = {}): Promise<string> {
  const bondId = await givenActiveBond(team, { kind: 'immigration_bond', ...of })
  await walk(team, bondId, ['delivery_demand', 'breach_noticed'])
  await recordForfeiture({ staff: team.approver, bondId, knownFrom: 'ice_notice' })
  return bondId
}

/** The case is over, on the day that it was posted, and nothing has come yet. */
export async function givenDueBond(team: Team, of: Of = {}): Promise<string> {
  const bondId = await givenActiveBond(team, of)
  await recordDisposition({
    staff: team.intake,
    bondId,
    knownFrom: 'court_docket',
    occurredAt: of.occurredAt,
    ...(await saidOfEnd(team.intake, bondId)),
  })
  return bondId
}

/** Due, asked for in vain, given up. */
export async function givenWrittenOffBond(team: Team, of: Of = {}): Promise<string> {
  const bondId = await givenDueBond(team, of)
  await walk(team, bondId, ['stale'])
  await writeOff({ staff: team.approver, bondId, knownFrom: 'court_docket' })
  return bondId
}

type Came = { received?: bigint; interest?: bigint; reference?: string }

export const recover = (staff: ActingStaff, bondId: string, came: Came) =>
  recordRecovery({
    staff,
    bondId,
    received: cents(came.received ?? 0n),
    interest: cents(came.interest ?? 0n),
    reference: came.reference ?? 'Check 7001',
  })
