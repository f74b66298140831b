import { blindToken } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import type { ChargeClass, ChargeOutcome } from './charge-class.ts'

/** What a person's charge is compared by. Made with the person's id: no two people share one, so nobody can count them. */
export const chargeToken = (personId: string, charge: ChargeClass): Buffer<ArrayBuffer> =>
  blindToken('charge_class', `${personId}:${charge}`)

/** Whose case it is, and what classes compare with. Nothing sealed is opened, and no class leaves. */
type CaseCharges = {
  fundId: string | null
  compare: (classes: readonly ChargeClass[]) => ChargeOutcome
}

const unknown: CaseCharges = { fundId: null, compare: () => 'unknown' }

/** Reads past the reader's funds: a person is judged wherever they are known. */
export async function chargesOfCase(tx: Tx, caseCode: string | null): Promise<CaseCharges> {
  if (!caseCode) return unknown
  const [row] = await tx.$queryRaw<{ personId: string; fundId: string; tokens: Uint8Array[] }[]>`
    select person_id as "personId", fund_id as "fundId", tokens from charges_of_case(${caseCode})`
  if (!row) return unknown
  const { personId, fundId } = row
  const held = new Set(row.tokens.map((token) => Buffer.from(token).toString('hex')))
  const isHeld = (charge: ChargeClass) => held.has(chargeToken(personId, charge).toString('hex'))
  return {
    fundId,
    compare: (classes) => {
      if (held.size === 0) return 'unknown'
      return classes.some(isHeld) ? 'excluded' : 'not_excluded'
    },
  }
}
