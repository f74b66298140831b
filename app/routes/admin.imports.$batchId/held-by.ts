const known = [
  'annual_statement',
  'donor_consent',
  'donor_note',
  'gone_back',
  'import_row',
  'imported_gift',
  'mail',
  'on_hold',
  'payment',
  'recurring_donation',
]

/** The tables that say a thing of their own; of every other it is enough that there is something. */
export function heldBy(table: string): string {
  if (table === 'donor_session' || table === 'donor_sign_in_link') return 'signed_in'
  if (table.startsWith('donor_merge')) return 'joined'
  return known.includes(table) ? table : 'other'
}
