/** What the vault keeps of a person. Each is sealed on its own. */
export const vaultFields = [
  'name',
  'birth_date',
  'a_number',
  'phone',
  'contact',
  'docket',
  'booking_number',
  'court',
  'facility',
  'charge_class',
  'screening',
  'note',
  'attorney_phone',
  'post_under',
] as const
export type VaultField = (typeof vaultFields)[number]

/** What a person can be found by, without the database knowing the value. */
export const indexKinds = ['name', 'a_number', 'docket', 'phone', 'booking'] as const
export type IndexKind = (typeof indexKinds)[number]

const kindOf: Partial<Record<VaultField, IndexKind>> = {
  name: 'name',
  a_number: 'a_number',
  docket: 'docket',
  phone: 'phone',
  booking_number: 'booking',
}

export const indexKindOf = (field: VaultField): IndexKind | null => kindOf[field] ?? null
