import type { BondKind } from '#app/domain/bonds/bond.ts'
import type { VaultField } from '#app/domain/vault/fields.ts'

/** What a court's clerk asks, in that order. */
const courtFields = [
  'name',
  'birth_date',
  'booking_number',
  'docket',
  'court',
  'facility',
  'post_under',
  'attorney_phone',
] as const satisfies VaultField[]

/** An ICE office knows a person by the A-number, and no docket or booking of a court. */
const immigrationFields = [
  'name',
  'birth_date',
  'a_number',
  'facility',
  'post_under',
  'attorney_phone',
] as const satisfies VaultField[]

export type SlipField = (typeof courtFields)[number] | (typeof immigrationFields)[number]

const fieldsOf: Record<BondKind, readonly SlipField[]> = {
  court_bail: courtFields,
  immigration_bond: immigrationFields,
}

/** What the slip of such a bond shows of a person, in the order in which it is asked. */
export const slipFieldsOf = (kind: string): readonly SlipField[] =>
  fieldsOf[kind === 'immigration_bond' ? kind : 'court_bail']
