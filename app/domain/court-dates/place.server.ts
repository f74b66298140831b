import {
  type CaseKey,
  openOfCase,
  type SealedOfCase,
  sealForCase,
} from '#app/domain/vault/case-key.server.ts'

/** Where a hearing is. With the day it could lead to a docket, so it is sealed with the key of the case's person, bound to its row. */
export type Place = { building: string; room: string }

export function sealPlace(dateId: string, { building, room }: Place, of: CaseKey) {
  const { sealed, sealedFor } = sealForCase(JSON.stringify([building, room]), cell(dateId), of)
  return { placeSealed: sealed, sealedFor }
}

/** Both empty once they went with the person. */
export function openPlace(dateId: string, kept: SealedOfCase, of: CaseKey): Place {
  const [building = '', room = '']: string[] = JSON.parse(openOfCase(kept, cell(dateId), of) ?? '[]')
  return { building, room }
}

const cell = (row: string) => ({ table: 'court_date', column: 'place_sealed', row })
