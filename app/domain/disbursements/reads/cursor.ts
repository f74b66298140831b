/** The place after one row of a list that is ordered by a moment and then by id. */
export type Cursor = { at: Date; id: string }

export const writeCursor = ({ at, id }: Cursor): string => `${at.getTime()}_${id}`

const pattern = /^(\d{1,14})_([0-9a-f-]{36})$/

/** Null for none, and for what is no cursor of ours: then the list begins at its beginning. */
export function readCursor(text: string | null): Cursor | null {
  const [, milliseconds, id] = pattern.exec(text ?? '') ?? []
  return milliseconds && id ? { at: new Date(Number(milliseconds)), id } : null
}
