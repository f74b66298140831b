import { open, seal } from '#app/platform/crypto.ts'

/** Where a hearing is. With the day it could lead to a docket, so it is kept sealed, bound to its row. */
export type Place = { building: string; room: string }

export const sealPlace = (dateId: string, { building, room }: Place) =>
  seal(JSON.stringify([building, room]), cell(dateId))

export function openPlace(dateId: string, sealed: Uint8Array): Place {
  const [building = '', room = '']: string[] = JSON.parse(open(sealed, cell(dateId)))
  return { building, room }
}

const cell = (row: string) => ({ table: 'court_date', column: 'place_sealed', row })
