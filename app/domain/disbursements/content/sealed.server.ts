import { open, seal } from '#app/platform/crypto.ts'

/** What may name people: kept sealed, each value bound to its row. */
export type Sensitive = { venue: string; payees: string[]; evidenceNote: string }

export const sealSensitive = (id: string, { venue, payees, evidenceNote }: Sensitive) => ({
  venueSealed: seal(venue, cell(id, 'venue_sealed')),
  payeesSealed: seal(JSON.stringify(payees), cell(id, 'payees_sealed')),
  evidenceNoteSealed: seal(evidenceNote, cell(id, 'evidence_note_sealed')),
})

export const openVenue = (id: string, sealed: Uint8Array): string => open(sealed, cell(id, 'venue_sealed'))

export const openPayees = (id: string, sealed: Uint8Array): string[] =>
  JSON.parse(open(sealed, cell(id, 'payees_sealed')))

export const openEvidenceNote = (id: string, sealed: Uint8Array): string =>
  open(sealed, cell(id, 'evidence_note_sealed'))

export const sealPaidTo = (paymentId: string, payee: string) => seal(payee, paidTo(paymentId))

export const openPaidTo = (paymentId: string, sealed: Uint8Array): string => open(sealed, paidTo(paymentId))

const cell = (row: string, column: string) => ({ table: 'disbursement', column, row })
const paidTo = (row: string) => ({ table: 'disbursement_payment', column: 'payee', row })
