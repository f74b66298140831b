import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { Payment } from '#app/domain/disbursements/pay-disbursement.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { assignPoster } from '#app/domain/postings/assign-poster.server.ts'
import { postAssignedBond } from '#app/domain/postings/post-assigned-bond.server.ts'
import { recordIdentity } from '#app/domain/postings/record-identity.server.ts'
import type { SlipField } from '#app/domain/postings/slip/slip-fields.ts'
import { givenStaff, givenStepUp } from './given.ts'
import { approveBy, givenProposal, hashOf, type Team } from './given-disbursement.ts'

/** Someone who only posts: no fund is theirs to see. */
export const givenPoster = async (fundId: string, name = 'Pia Example'): Promise<ActingStaff> => ({
  id: await givenStaff({ fundId, roles: ['poster'], name }),
  fundIds: [],
})

export const windowDetails = {
  hours: 'Every day, 8 am to 10 pm',
  methods: 'Cash and cashier’s check; no cards',
  papers: 'Photo identity card, letter of the fund',
}

export const identity = {
  name: 'Rosa Quillfeather',
  birth_date: '1990-04-02',
  booking_number: 'B-2026-118',
  docket: '26-CR-0042',
  court: 'Larkspur County Court',
  facility: 'Larkspur County Jail',
  post_under: 'Larkspur County Freedom Fund, Inc.',
  attorney_phone: '+1 555 0177',
}

/** A bond of 2,500 dollars that is approved and that nobody was given yet. */
export async function givenApprovedBond(
  team: Team,
  wanted: Parameters<typeof givenProposal>[1] = {},
): Promise<string> {
  const disbursementId = await givenProposal(team, { fees: 40_00n, ...wanted })
  await approveBy(team.approver, disbursementId)
  return disbursementId
}

export const assign = (team: Team, disbursementId: string, poster: ActingStaff) =>
  assignPoster({ staff: team.intake, disbursementId, posterId: poster.id, details: windowDetails })

export async function givenAssignedBond(team: Team, poster: ActingStaff): Promise<string> {
  const disbursementId = await givenApprovedBond(team)
  await assign(team, disbursementId, poster)
  return disbursementId
}

export const identify = (
  team: Team,
  disbursementId: string,
  fields: Partial<Record<SlipField, string>> = identity,
) => {
  const nothing = Object.fromEntries(Object.keys(identity).map((field) => [field, '']))
  return recordIdentity({ staff: team.intake, disbursementId, fields: { ...nothing, ...fields } })
}

/** Posts as someone who only posts does. */
export async function postBy(
  poster: ActingStaff,
  disbursementId: string,
  paid: Pick<Partial<Payment>, 'method' | 'from'> & { principal?: bigint; occurredAt?: Date } = {},
) {
  const contentHash = await hashOf(disbursementId)
  const stepUpId = await givenStepUp(poster.id, `pay:${disbursementId}:${contentHash}`)
  return postAssignedBond({
    ...{ staff: poster, disbursementId, contentHash, stepUpId },
    principal: cents(paid.principal ?? 2_400_00n),
    fees: cents(35_00n),
    payee: 'Larkspur County Clerk',
    method: paid.method ?? 'cashiers_check',
    from: paid.from,
    receiptNumber: 'R-77',
    occurredAt: paid.occurredAt,
  })
}
