/** What a column of a file can say. */
export const fields = [
  'email',
  'name',
  'first_name',
  'last_name',
  'amount',
  'refunded',
  'currency',
  'date',
  'status',
  'external_id',
  'receipt',
  'fund',
  'opt_in',
] as const
export type Field = (typeof fields)[number]

/** Without these no row is a gift. */
export const neededFields = ['amount', 'date'] as const satisfies Field[]

export const layouts = ['stripe', 'givewp', 'donorbox', 'actblue', 'own'] as const
export type LayoutName = (typeof layouts)[number]

export type Layout = {
  /** The names that each field's column goes by, lower case; the first that a file has counts. */
  columns: Partial<Record<Field, string[]>>
  /** Days are those of Greenwich and are told by the organization's calendar. */
  utc: boolean
  /** What the status of a gift that was paid says, where a file has one. */
  paid: string[]
  /** Whether exports of this kind hold unpaid rows too: without a status they would come in as gifts. */
  needsStatus: boolean
}

/** The exports of others, by the column names that their exports bear. */
export const readyLayouts: Record<Exclude<LayoutName, 'own'>, Layout> = {
  stripe: {
    columns: {
      email: ['customer email', 'receipt email', 'email'],
      name: ['card name', 'customer name', 'billing name'],
      amount: ['amount'],
      refunded: ['amount refunded'],
      currency: ['currency'],
      date: ['created date (utc)', 'created (utc)'],
      status: ['status'],
      external_id: ['id'],
    },
    utc: true,
    paid: ['paid', 'succeeded', 'partially refunded'],
    needsStatus: true,
  },
  givewp: {
    columns: {
      email: ['email address', 'donor email', 'email'],
      first_name: ['first name', 'donor first name'],
      last_name: ['last name', 'donor last name'],
      amount: ['donation total', 'total amount'],
      currency: ['currency code', 'currency'],
      date: ['donation date', 'payment date', 'date'],
      status: ['donation status', 'payment status', 'status'],
      external_id: ['transaction id', 'gateway transaction id'],
      receipt: ['donation number', 'donation id'],
    },
    utc: false,
    paid: ['complete', 'completed', 'publish', 'renewal'],
    needsStatus: true,
  },
  donorbox: {
    columns: {
      email: ['donor email', "donor's email", 'email'],
      name: ['name'],
      first_name: ["donor's first name", 'first name'],
      last_name: ["donor's last name", 'last name'],
      amount: ['amount'],
      refunded: ['amount refunded'],
      currency: ['currency'],
      date: ['donated at', 'date'],
      status: ['status', 'donation status'],
      external_id: ['stripe charge id', 'paypal transaction id', 'transaction id'],
      receipt: ['receipt id'],
      opt_in: ['join mailing list', 'mailing list'],
    },
    utc: false,
    paid: ['paid', 'succeeded', 'completed'],
    needsStatus: false,
  },
  actblue: {
    columns: {
      email: ['donor email'],
      first_name: ['donor first name'],
      last_name: ['donor last name'],
      amount: ['amount'],
      date: ['date', 'paid at'],
      external_id: ['lineitem id'],
      receipt: ['receipt id'],
      opt_in: ['donor email opt in', 'email opt in'],
    },
    utc: false,
    paid: [],
    needsStatus: false,
  },
}

/** Field → the column's name in the file, as someone chose it. */
export type Mapping = Partial<Record<Field, string>>

export const ownLayout = (mapping: Mapping): Layout => ({
  columns: Object.fromEntries(
    Object.entries(mapping).map(([field, column]) => [field, [headerKey(column)]]),
  ) as Layout['columns'],
  utc: false,
  paid: [],
  needsStatus: false,
})

const headerKey = (header: string): string =>
  header
    .replace(/^\uFEFF/, '')
    .trim()
    .replaceAll(/\s+/g, ' ')
    .toLowerCase()

/** Where each field stands in a row. */
export type Columns = Partial<Record<Field, number>>

type Placed =
  | { ok: true; columns: Columns }
  | { ok: false; problem: 'header_missing' | 'header_twice'; field: Field; column: number }

/** Finds a layout's columns in a file's first row. A needed one that is missing, or a used one that is there twice, is refused. */
export function placeColumns(layout: Layout, headers: string[]): Placed {
  const keys = headers.map(headerKey)
  const columns: Columns = {}
  for (const field of fields) {
    const name = layout.columns[field]?.find((one) => keys.includes(one))
    if (name === undefined) continue
    const at = keys.indexOf(name)
    const again = keys.indexOf(name, at + 1)
    if (again >= 0) return { ok: false, problem: 'header_twice', field, column: again + 1 }
    columns[field] = at
  }
  const missing = wanted(layout).find((field) => columns[field] === undefined)
  return missing ? { ok: false, problem: 'header_missing', field: missing, column: 1 } : { ok: true, columns }
}

const wanted = (layout: Layout): Field[] => [
  ...neededFields,
  ...(layout.needsStatus ? (['status'] as const) : []),
]
