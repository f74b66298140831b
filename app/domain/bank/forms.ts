import { z } from 'zod'
import { lineField, neededDayField } from '#app/domain/disbursements/fields.ts'
import { dayOrders, mostRowsAbove } from './statement/csv-layout.ts'

const number = z
  .string()
  .regex(/^([1-9]\d?|100)$/, 'malformed')
  .transform(Number)
const several = z.union([z.string(), z.array(z.string())]).optional()
const list = several.transform((sent) => [sent ?? []].flat().filter((each) => each !== ''))

/** Whose money lies there is one or more of the funds. */
export const OpenAccountForm = z.object({
  name: lineField(60),
  last4: z
    .string()
    .trim()
    .regex(/^\d{4}$/, 'four_digits'),
  fromDay: neededDayField,
  fundIds: list.pipe(z.array(z.uuid()).min(1, 'required')),
})

export const PlaceFundForm = z.object({
  intent: z.literal('place'),
  fundId: z.uuid(),
  fromDay: neededDayField,
})

const optionalColumn = z.union([z.literal('').transform(() => null), number])

/** Columns are chosen by number; the amount is one column, or two. */
export const LayoutForm = z
  .object({
    intent: z.literal('layout'),
    delimiter: z.enum(['comma', 'semicolon', 'tab', 'bar']),
    firstRow: number.pipe(z.number().max(mostRowsAbove + 1, 'malformed')).default(1),
    hasHeadings: z.enum(['yes', 'no']),
    day: number,
    dayOrder: z.enum(dayOrders),
    amount: optionalColumn,
    direction: optionalColumn.optional().transform((column) => column ?? null),
    moneyIn: optionalColumn,
    moneyOut: optionalColumn,
    signs: z.enum(['as_written', 'reversed']),
    decimal: z.enum(['point', 'comma']),
    text: list.pipe(z.array(number).max(10)),
    balance: optionalColumn.optional().transform((column) => column ?? null),
  })
  .strict()
  .transform(({ amount, direction, moneyIn, moneyOut, hasHeadings, ...form }, context) => {
    const layout = { ...form, hasHeadings: hasHeadings === 'yes' }
    if (amount !== null && moneyIn === null && moneyOut === null)
      return { ...layout, amounts: { one: amount, ...(direction === null ? {} : { direction }) } }
    if (amount === null && direction === null && moneyIn !== null && moneyOut !== null)
      return { ...layout, amounts: { moneyIn, moneyOut } }
    context.addIssue({ code: 'custom', message: 'one_amount_or_two', path: ['amount'] })
    return z.NEVER
  })

export const withdrawReasons = ['wrong_account', 'wrong_columns', 'wrong_signs', 'not_final'] as const
export const WithdrawForm = z.object({ intent: z.literal('withdraw'), reason: z.enum(withdrawReasons) })

export const handReasons = [
  'same_reference',
  'paid_in_parts',
  'one_deposit',
  'other_day',
  'seen_on_paper',
  'cancel_each_other',
  'bank_took_a_fee',
  'not_understood',
] as const

export const undoReasons = ['wrong_line', 'wrong_movement', 'booked_elsewhere', 'statement_replaced'] as const
export const noteReasons = ['check_not_cashed', 'on_its_way', 'asked_the_bank'] as const
export const explanationKinds = ['bank_fee', 'lost', 'interest', 'found'] as const
export type ExplanationKind = (typeof explanationKinds)[number]

const movement = z
  .string()
  .regex(/^[a-z_]{1,40}:[\w-]{1,120}$/, 'malformed')
  .transform((key) => {
    const colon = key.indexOf(':')
    return { sourceKind: key.slice(0, colon), sourceId: key.slice(colon + 1) }
  })

/** Which lines and movements belong together; what they differ by, only where it is booked. */
export const MatchForm = z.object({
  intent: z.literal('match'),
  lineIds: list.pipe(
    z
      .array(
        z
          .string()
          .regex(/^\d{1,18}$/, 'malformed')
          .transform(BigInt),
      )
      .max(100),
  ),
  movements: list.pipe(z.array(movement).max(100)),
  reason: z.enum(handReasons),
  bookFundId: z.union([z.literal('').transform(() => null), z.uuid()]),
})

const otherSide = z
  .union(
    [
      z.string().regex(/^line:\d{1,18}$/),
      z.string().regex(/^account:[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
    ],
    'malformed',
  )
  .transform((sent) => {
    const named = sent.slice(sent.indexOf(':') + 1)
    return sent.startsWith('line:') ? { lineId: BigInt(named) } : { accountId: named }
  })

/** A line of this account, and its second line at another or, while that is not there, the other account. */
export const OwnTransferForm = z.object({
  intent: z.literal('own_transfer'),
  lineId: z
    .string()
    .regex(/^\d{1,18}$/, 'malformed')
    .transform(BigInt),
  other: otherSide,
})

export const UndoForm = z.object({
  intent: z.literal('undo'),
  matchId: z.uuid(),
  reason: z.enum(undoReasons),
})

export const ExplainForm = z.object({
  intent: z.literal('explain'),
  matchId: z.uuid(),
  kind: z.enum(explanationKinds),
})

export const NoteForm = z.object({
  intent: z.literal('note'),
  movement,
  reason: z.enum(noteReasons),
  untilDay: neededDayField,
})

/** A person's word for the days after the last statement. */
export const NothingMovedForm = z.object({
  intent: z.literal('nothing_moved'),
  throughDay: neededDayField,
})

export const balanceReasons = ['money_before_the_first_day', 'between_our_accounts', 'not_our_money'] as const

export const BalanceForm = z.object({
  intent: z.literal('balance'),
  differenceCents: z
    .string()
    .regex(/^-?[1-9]\d{0,14}$/, 'malformed')
    .transform(BigInt),
  reason: z.enum(balanceReasons),
})

/** What an amount can have been, by its sign in cents. */
export const kindsOf = (booked: bigint): ExplanationKind[] =>
  booked < 0n ? ['bank_fee', 'lost'] : ['interest', 'found']

export type MovementKey = z.output<typeof movement>
export const keyOf = ({ sourceKind, sourceId }: MovementKey): string => `${sourceKind}:${sourceId}`
