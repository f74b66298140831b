import { randomBytes } from 'node:crypto'
import { open, openBytes, seal } from '#app/platform/crypto.ts'
import type { RequestField } from './asked/request-field.ts'
import type { VaultField } from './fields.ts'

/** A person's own key. It exists unwrapped only while something is sealed or opened with it. */
type PersonKey = Buffer

export const newPersonKey = (): PersonKey => randomBytes(32)

export const wrapKey = (key: PersonKey, personId: string): Buffer<ArrayBuffer> =>
  seal(key.toString('base64'), keyCell(personId))

export const unwrapKey = (wrapped: Uint8Array, personId: string): PersonKey =>
  Buffer.from(open(wrapped, keyCell(personId)), 'base64')

/** `caseCode` of what is one case's own; null of what is the person's, and of lines from before cases had their own. */
type FieldOf = { personId: string; field: VaultField; caseCode: string | null }

export const sealField = (plain: string, of: FieldOf, key: PersonKey): Buffer<ArrayBuffer> =>
  seal(plain, fieldCell(of), key)

/** Throws where the key is another person's, or where the bytes were moved from another person, field or case. */
export const openField = (sealed: Uint8Array, of: FieldOf, key: PersonKey): string =>
  open(sealed, fieldCell(of), key)

const keyCell = (personId: string) => ({ table: 'person_key', column: 'wrapped_key', row: personId })

const fieldCell = ({ personId, field, caseCode }: FieldOf) => ({
  table: 'person_field',
  column: caseCode === null ? field : `${field}:${caseCode}`,
  row: personId,
})

type RequestFieldOf = { requestId: string; field: RequestField }

export const sealRequestField = (plain: string, of: RequestFieldOf, key: PersonKey): Buffer<ArrayBuffer> =>
  seal(plain, requestFieldCell(of), key)

/** Throws where the key is another person's, or where the bytes were moved from another request or field. */
export const openRequestField = (sealed: Uint8Array, of: RequestFieldOf, key: PersonKey): string =>
  open(sealed, requestFieldCell(of), key)

const requestFieldCell = ({ requestId, field }: RequestFieldOf) => ({
  table: 'request_field',
  column: field,
  row: requestId,
})

type DocumentOf = { personId: string; documentId: string }

export const sealDocument = (bytes: Uint8Array, of: DocumentOf, key: PersonKey): Buffer<ArrayBuffer> =>
  seal(bytes, documentCell(of), key)

/** Throws where the key is another person's, or where the bytes were moved from another document. */
export const openDocument = (sealed: Uint8Array, of: DocumentOf, key: PersonKey): Buffer =>
  openBytes(sealed, documentCell(of), key)

const documentCell = ({ personId, documentId }: DocumentOf) => ({
  table: 'person_document',
  column: documentId,
  row: personId,
})

type PartyOf = { personId: string; partyId: string }

export const sealParty = (name: string, of: PartyOf, key: PersonKey): Buffer<ArrayBuffer> =>
  seal(name, partyCell(of), key)

export const openParty = (sealed: Uint8Array, of: PartyOf, key: PersonKey): string =>
  open(sealed, partyCell(of), key)

const partyCell = ({ personId, partyId }: PartyOf) => ({
  table: 'person_party',
  column: partyId,
  row: personId,
})

type RideOf = { personId: string; rideId: string }

export const sealRide = (word: string, of: RideOf, key: PersonKey): Buffer<ArrayBuffer> =>
  seal(word, rideCell(of), key)

export const openRide = (sealed: Uint8Array, of: RideOf, key: PersonKey): string =>
  open(sealed, rideCell(of), key)

const rideCell = ({ personId, rideId }: RideOf) => ({ table: 'person_ride', column: rideId, row: personId })
