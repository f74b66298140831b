import { headerKey, type Layout, type Mapping, plainly, readyLayouts } from './layouts.ts'

/** What any maker calls a gift that was paid, and one of which a part went back. */
const saidBy = (status: 'paid' | 'paidInPart'): string[] => [
  ...new Set(Object.values(readyLayouts).flatMap((layout) => layout[status])),
]

/** A file that nobody here knows, read by what a person said of its columns. */
export const ownLayout = (mapping: Mapping, of: Layout['of'] = 'gifts'): Layout => ({
  ...{ ...plainly, of, paid: saidBy('paid'), paidInPart: saidBy('paidInPart'), asksStatus: true },
  columns: Object.fromEntries(
    Object.entries(mapping).map(([field, column]) => [field, [headerKey(column)]]),
  ) as Layout['columns'],
  marks: [],
  // A status says of a gift that it was paid, or it is asked about: how much went back, it does not say.
  tellsRefunds: ['refunded'],
})
