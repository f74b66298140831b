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

/** Of these, what each case of a person has of its own, as `field_is_of_a_case` has them. All others are the person's. */
export const caseFields = [
  'docket',
  'booking_number',
  'court',
  'facility',
  'charge_class',
  'attorney_phone',
  'post_under',
] as const satisfies VaultField[]
export type CaseField = (typeof caseFields)[number]

export const isOfCase = (field: VaultField): field is CaseField => caseFields.some((each) => each === field)

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
