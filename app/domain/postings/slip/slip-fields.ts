import type { VaultField } from '#app/domain/vault/fields.ts'

/** What the slip shows of a person, in the order in which a clerk asks. */
export const slipFields = [
  'name',
  'birth_date',
  'booking_number',
  'docket',
  'court',
  'facility',
  'post_under',
  'attorney_phone',
] as const satisfies VaultField[]
export type SlipField = (typeof slipFields)[number]
