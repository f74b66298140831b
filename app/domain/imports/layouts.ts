/** What a person may say that a column of their own file says. */
export const ownFields = [
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
  'donor_number',
  'street',
  'city',
  'postcode',
] as const
/** What a column of a list of donors can say: nothing of a gift. */
export const donorFields = [
  ...(['email', 'name', 'first_name', 'last_name', 'donor_number'] as const),
  ...(['street', 'city', 'postcode', 'opt_in'] as const),
] satisfies Field[]
/** What a column of a known layout can say besides: whether it was a try, is disputed, or went back. */
const fields = [...ownFields, 'mode', 'dispute', 'refund_id'] as const
export type Field = (typeof fields)[number]

/** Without these no row is a gift. */
export const neededFields = ['amount', 'date'] as const satisfies Field[]

/** Where the first of several columns is empty, the next one is read: a gift has one of these numbers. */
const fallsBack: Field[] = ['email', 'external_id']
const helpful: Field[] = ['donor_number', 'street', 'city', 'postcode']

const ownLayouts = ['own', 'own_donors'] as const
const donorLists = ['stripe_customers', 'givewp_donors', 'own_donors'] as const
export const layouts = ['stripe', 'givewp', 'donorbox', 'actblue', 'own', ...donorLists] as const
export type LayoutName = (typeof layouts)[number]
type ReadyLayout = Exclude<LayoutName, (typeof ownLayouts)[number]>

/** Whether a person says what each column is: nobody here knows such a file. */
export const isOwn = (layout: string): boolean => ownLayouts.some((own) => own === layout)
/** Whether a file of this kind holds donors and no gift. */
export const isDonorList = (layout: string): boolean => donorLists.some((list) => list === layout)

export type Layout = {
  /** What its rows are. */
  of: 'gifts' | 'donors'
  /** The names that each field's column goes by, lower case; the first that a file has counts. */
  columns: Partial<Record<Field, string[]>>
  /** What only this maker's exports hold, at least one name of each: by it a file is recognized. */
  marks: string[][]
  /** Days are those of Greenwich and are told by the organization's calendar. */
  utc: boolean
  /** Years are written with two figures, and are of this century. */
  shortYears: boolean
  /** What the status of a gift that was paid says, where a file has one. */
  paid: string[]
  /** Whether exports of this kind hold unpaid rows too: without a status they would come in as gifts. */
  needsStatus: boolean
  /** What the status of a gift says of which a part went back: it is taken where the file says how much. */
  paidInPart: string[]
  /** Whether a person looks at every other status: what the words of a system that nobody here knows mean is not guessed. */
  asksStatus: boolean
  /** Any of these columns tells of gifts that went back. */
  tellsRefunds: Field[]
}

export const plainly = {
  of: 'gifts',
  utc: false,
  shortYears: false,
  paid: [],
  needsStatus: false,
  paidInPart: [],
  asksStatus: false,
} satisfies Partial<Layout>
const donorsAlone = { ...plainly, of: 'donors', tellsRefunds: [] } satisfies Partial<Layout>
const inPart = ['partially refunded', 'partially_refunded']

/** The exports of others, by the column names that their exports bear. */
export const readyLayouts: Record<ReadyLayout, Layout> = {
  // The Dashboard's export of payments (unified_payments.csv), as public readers of such files name its columns; `Created
  // (UTC)` is how it was called until about 2021. What a form was for is a matter of the account's own metadata, whose columns
  // end in `(metadata)`. A payment taken in test mode is no gift.
  stripe: {
    ...plainly,
    columns: {
      email: ['customer email', 'receipt email', 'email (metadata)'],
      name: ['card name', 'customer name', 'name (metadata)'],
      amount: ['amount'],
      refunded: ['amount refunded'],
      currency: ['currency'],
      date: ['created date (utc)', 'created (utc)'],
      status: ['status'],
      external_id: ['id', 'paymentintent id'],
      fund: [
        'campaign (metadata)',
        'fund (metadata)',
        'designation (metadata)',
        'form (metadata)',
        'donation form (metadata)',
      ],
      mode: ['mode'],
      dispute: ['dispute status'],
      donor_number: ['customer id'],
      street: ['card address line1'],
      city: ['card address city'],
      postcode: ['card address zip'],
    },
    marks: [['id'], ['created date (utc)', 'created (utc)'], ['amount refunded']],
    utc: true,
    paid: ['paid', 'succeeded'],
    paidInPart: inPart,
    needsStatus: true,
    tellsRefunds: ['refunded'],
  },
  // GiveWP's own exporter: includes/admin/tools/export/give-export-donations-exporter.php of impress-org/givewp. Its users
  // tick the columns; a ticked meta field bears its own key. The statuses are the labels of give_get_payment_statuses.
  givewp: {
    ...plainly,
    columns: {
      email: ['email address'],
      first_name: ['first name'],
      last_name: ['last name'],
      amount: ['donation total'],
      currency: ['currency code'],
      date: ['donation date'],
      status: ['donation status'],
      external_id: ['_give_payment_transaction_id'],
      receipt: ['donation number', 'donation id'],
      fund: ['form title'],
      mode: ['payment mode'],
      donor_number: ['donor id'],
      street: ['address 1'],
      city: ['city'],
      postcode: ['zip'],
    },
    marks: [['donation total'], ['donation date'], ['donation id', 'donation number']],
    paid: ['complete', 'completed', 'renewal'],
    needsStatus: true,
    tellsRefunds: ['status'],
  },
  // Donorbox's export of donations, as several public readers of it list its columns: the PayPal ones are split in words, the
  // day is month first, in newer files with two figures for the year, and older files have no status.
  donorbox: {
    ...plainly,
    columns: {
      email: ['donor email'],
      name: ['name'],
      first_name: ["donor's first name"],
      last_name: ["donor's last name"],
      amount: ['amount'],
      refunded: ['amount refunded', 'refunded amount'],
      currency: ['currency'],
      date: ['donated at'],
      status: ['status'],
      external_id: [
        'stripe charge id',
        'pay pal capture id',
        'paypal capture id',
        'pay pal transaction id',
        'paypal transaction id',
      ],
      receipt: ['receipt id'],
      fund: ['campaign'],
      opt_in: ['join mailing list'],
      donor_number: ['donor id'],
      street: ['address'],
      city: ['city'],
      postcode: ['postal code'],
    },
    marks: [['donated at'], ['donor email'], ['receipt id', 'stripe charge id']],
    shortYears: true,
    paid: ['paid'],
    paidInPart: inPart,
    tellsRefunds: ['status', 'refunded'],
  },
  // ActBlue's CSV of paid contributions, by the list in parsons/actblue of move-coop/parsons. Only paid ones are in it; one
  // that went back bears the number of its refund. It asks about text messages and not about mail.
  actblue: {
    ...plainly,
    columns: {
      email: ['donor email'],
      first_name: ['donor first name'],
      last_name: ['donor last name'],
      amount: ['amount'],
      date: ['date'],
      external_id: ['lineitem id'],
      receipt: ['receipt id'],
      fund: ['fundraising page'],
      refund_id: ['refund id'],
      donor_number: ['donor id'],
      street: ['donor addr1'],
      city: ['donor city'],
      postcode: ['donor zip'],
    },
    marks: [['receipt id'], ['donor first name'], ['lineitem id', 'fundraising page']],
    tellsRefunds: ['refund_id'],
  },
  // The Dashboard's export of customers, as public readers of such files name its columns.
  stripe_customers: {
    ...donorsAlone,
    columns: {
      email: ['email', 'customer email'],
      name: ['name', 'customer name', 'card name'],
      donor_number: ['id'],
      street: ['card address line1'],
      city: ['card address city'],
      postcode: ['card address zip'],
    },
    marks: [['id'], ['created (utc)', 'created date (utc)'], ['total spend', 'payment count', 'delinquent']],
  },
  // GiveWP's own exporter of donors: includes/admin/tools/export/class-batch-export-donors.php of impress-org/givewp. What they
  // gave stands in it as one sum, which is no gift.
  givewp_donors: {
    ...donorsAlone,
    columns: {
      email: ['email', 'email address'],
      name: ['name', 'full name', 'donor name'],
      first_name: ['first name'],
      last_name: ['last name'],
      donor_number: ['donor id'],
      street: ['address', 'address 1'],
      city: ['city'],
      postcode: ['zip'],
    },
    marks: [
      ['email', 'email address'],
      ['number of donations', 'donations'],
      ['sum of donations', 'total donated', 'donation sum'],
    ],
  },
}

/** Field → the column's name in the file, as someone chose it. */
export type Mapping = Partial<Record<Field, string>>

/** A column's name as it is compared: without marks, doubled spaces and capitals. */
export const headerKey = (header: string): string =>
  header
    .replace(/^\uFEFF/, '')
    .trim()
    .replaceAll(/\s+/g, ' ')
    .toLowerCase()

/** Where each field stands in a row; where there are several places, the first that holds something counts. */
export type Columns = Partial<Record<Field, number[]>>

type Placed =
  | { ok: true; columns: Columns }
  | { ok: false; problem: 'header_missing' | 'header_twice'; field: Field; column: number }

const isTwice = (keys: string[], name: string): boolean => keys.indexOf(name) !== keys.lastIndexOf(name)

/** Finds a layout's columns in a file's first row. A needed one that is missing, or a used one that is there twice, is refused. */
export function placeColumns(layout: Layout, headers: string[]): Placed {
  const keys = headers.map(headerKey)
  const columns: Columns = {}
  for (const field of fields) {
    const there = (layout.columns[field] ?? []).filter((name) => keys.includes(name))
    const names = fallsBack.includes(field) ? there : there.slice(0, 1)
    // What only helps to know a donor again is left unread where it could be either of two columns.
    if (layout.marks.length > 0 && helpful.includes(field) && names.some((name) => isTwice(keys, name)))
      continue
    for (const name of names) {
      const again = keys.indexOf(name, keys.indexOf(name) + 1)
      if (again >= 0) return { ok: false, problem: 'header_twice', field, column: again + 1 }
    }
    if (names.length > 0) columns[field] = names.map((name) => keys.indexOf(name))
  }
  const missing = wanted(layout).find((field) => columns[field] === undefined)
  return missing ? { ok: false, problem: 'header_missing', field: missing, column: 1 } : { ok: true, columns }
}

/** Whether a file says which of its gifts went back. Where it does not, those come in whole, and a person is told. */
export const saysRefunds = (layout: Layout, columns: Columns): boolean =>
  layout.of === 'donors' || layout.tellsRefunds.some((field) => columns[field] !== undefined)

function wanted({ of, needsStatus, columns }: Layout): Field[] {
  if (of === 'donors') return columns.email ? ['email'] : []
  return [...neededFields, ...(needsStatus ? (['status'] as const) : [])]
}

/** Whose export a file is, by the names of its columns; `own` where it bears nobody's marks. */
export function recognized(headers: string[]): LayoutName {
  const keys = headers.map(headerKey)
  const bears = (name: ReadyLayout) =>
    readyLayouts[name].marks.every((either) => either.some((mark) => keys.includes(mark)))
  return (Object.keys(readyLayouts) as ReadyLayout[]).find(bears) ?? 'own'
}
