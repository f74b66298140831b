/** The place after one row of the recovery desk, which is ordered by the last day to claim, then by age, then by id. */
export type DeskCursor = { lastDay: string | null; since: Date; id: string }

export const writeDeskCursor = ({ lastDay, since, id }: DeskCursor): string =>
  `${lastDay ?? 'none'}_${since.getTime()}_${id}`

const pattern =
  /^(none|\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01]))_(\d{1,14})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/

/** Null for none, and for what is no cursor of ours: then the list begins at its beginning. */
export function readDeskCursor(text: string | null): DeskCursor | null {
  const [, lastDay, milliseconds, id] = pattern.exec(text ?? '') ?? []
  if (!(lastDay && milliseconds && id)) return null
  return { lastDay: lastDay === 'none' ? null : lastDay, since: new Date(Number(milliseconds)), id }
}
