import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { type Cell, open } from '#app/platform/crypto.ts'
import { givenPerson } from '#tests/domain/vault/given-person.ts'
import { saidOfEnd } from './given-case-end.ts'
import { givenAgreement } from './given-copay.ts'
import { givenDate } from './given-dates.ts'
import type { Team } from './given-disbursement.ts'
import { givenActiveBond } from './given-loss.ts'
import { recordReturn } from './proved.ts'
import { asOwner } from './world.ts'

type Told = { caseCode: string; bondId: string; dateId: string; agreementId: string }

/** An immigration case of which all three were told: who signed for the family, where a hearing was, how it ended. It is over. */
export async function givenTold(team: Team, caseCode: string): Promise<Told> {
  const bondId = await givenActiveBond(team, { kind: 'immigration_bond', principal: 500_00n, caseCode })
  const agreementId = await givenAgreement(team, { caseCode })
  const dateId = await givenDate(team, bondId, { hearing: 'master' })
  await recordDisposition({
    ...{ staff: team.intake, bondId, knownFrom: 'ice_notice' },
    ...(await saidOfEnd(team.intake, bondId)),
  })
  return { caseCode, bondId, dateId, agreementId }
}

/** The same of somebody whom the vault knows, with every dollar back: they can be erased. */
export async function givenToldOf(team: Team): Promise<Told & { personId: string }> {
  const { personId, caseCode } = await givenPerson(team.fundId)
  const told = await givenTold(team, caseCode)
  await recordReturn({
    ...{ staff: team.approver, bondId: told.bondId, received: cents(500_00n), deductions: [] },
    ...{ interest: cents(0n), reference: 'DHS 2041' },
  })
  return { personId, ...told }
}

type Kept = { signer: Buffer | null; place: Buffer | null; end: Buffer | null; for: (string | null)[] }

/** As they lie in a database, and for whom each was sealed. */
export const keptOf = (ownerUrl: string, { agreementId, dateId, bondId }: Told): Promise<Kept> =>
  asOwner(ownerUrl, null, async (owner) => {
    const { rows } = await owner.query<Kept>(
      `select a.signer_sealed as signer, d.place_sealed as place, x.reason_sealed as "end",
              array[a.sealed_for, d.sealed_for, x.sealed_for]::text[] as "for"
         from copay_agreement a, court_date d, bond_case_end x where a.id = $1 and d.id = $2 and x.bond_id = $3`,
      [agreementId, dateId, bondId],
    )
    const [kept] = rows
    if (!kept) throw new Error('all three were told')
    return kept
  })

/** What the vault's own key opens of them; what it does not open says so. */
export function openedByTheVault(kept: Kept, { agreementId, dateId, bondId }: Told): string[] {
  const cells: [Buffer | null, Cell][] = [
    [kept.signer, { table: 'copay_agreement', column: 'signer_sealed', row: agreementId }],
    [kept.place, { table: 'court_date', column: 'place_sealed', row: dateId }],
    [kept.end, { table: 'bond_case_end', column: 'reason_sealed', row: bondId }],
  ]
  return cells.map(([sealed, cell]) => {
    if (sealed === null) return 'nothing is there'
    try {
      return open(sealed, cell)
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  })
}
