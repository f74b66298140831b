import { z } from 'zod'
import { parseDollars } from '#app/domain/money/money-field.ts'
import { Cells, type RowProblem, type RowProblemCode } from './cells.ts'
import type { Columns, Field, Layout } from './layouts.ts'
import { type DayOrder, readDay } from './read-day.ts'

/** A row of a file as a gift, as far as it could be read. */
export type ReadRow = {
  line: number
  email: string
  name: string
  amountCents: bigint
  refundedCents: bigint
  givenOn: string | null
  fundId: string | null
  campaign: string
  /** Empty where the row names no campaign. */
  campaignToken: string
  externalId: string
  receiptNumber: string
  optIn: boolean
  /** What the other system numbers the donor with, and their postal address in one line: empty where it does not say. */
  donorNumber: string
  postalAddress: string
  /** A row of a list of donors: no gift. */
  ofDonor: boolean
  /** What the file says where that does not plainly say that it was paid, and a person must look; null for any other row. */
  unclearStatus: string | null
  problems: RowProblem[]
}

/** What rows of one file are read by. */
export type Reading = {
  layout: Layout
  columns: Columns
  headers: number
  order: DayOrder
  timezone: string
  currency: string
  /** The first day whose gifts are ours: before it is history. */
  goLiveOn: string
  /** The fund of rows that name no campaign, and what is known of those that do. */
  fundId: string
  campaignOf: (name: string) => { token: string; fundId: string | null }
}

const longestName = 120
const longestEmail = 254
const longestReference = 100
const longestCampaign = 200
const longestAddress = 300
/** More of a status is not shown: it tells two apart. */
const longestStatus = 40
/** More than anyone gave by card: ten million dollars is a slip of the decimal point. */
const mostCents = 1_000_000_000n

const unprintable = /[\p{Cc}\p{Cf}\p{Co}\p{Cn}<>]/u
/** What is left of letters that were saved in another encoding than they were read in: `JosÃ©`, or a sign in their place. */
const lostLetters = /\ufffd|[\u00c2\u00c3][\u0080-\u00bf]|\u00e2\u20ac/u
const formula = /^[=+@\t\r]|^-\S/
const address = z.email()
/** A dispute that was won, or was only asked about, left the gift where it was. */
const undisputed = ['', 'won', 'warning_closed']
const yes = ['yes', 'y', 'true', '1', 'on', 'sí', 'si', 'opted in', 'subscribed']
const no = ['no', 'n', 'false', '0', 'off', '', 'opted out', 'unsubscribed']

/** Reads one row; every cell that is wrong is named, not only the first. A row of donors says nothing of a gift. */
export function readRow(cells: string[], line: number, of: Reading): ReadRow {
  const problems: RowProblem[] = []
  const row = new Cells(cells, of.columns, problems)
  if (cells.length < of.headers) problems.push({ column: 0, code: 'cells_missing' })
  if (cells.length > of.headers) problems.push({ column: 0, code: 'cells_too_many' })

  if (of.layout.of === 'donors') return rowOf(line, giverOf(row), { ...noGift, fundId: of.fundId }, problems)
  const amounts = amountsOf(row)
  const giver = giverOf(row)
  const gift = giftOf(row, of, amounts)
  problems.push(...ofWhole(row, of))
  return rowOf(line, giver, gift, problems)
}

type Giver = Pick<ReadRow, 'email' | 'name' | 'optIn' | 'donorNumber' | 'postalAddress'>
type Gift = Omit<ReadRow, keyof Giver | 'line' | 'problems'>
type Amounts = Pick<ReadRow, 'amountCents' | 'refundedCents'>

const giverOf = (row: Cells): Giver => ({
  email: emailOf(row),
  name: nameOf(row),
  optIn: optInOf(row),
  donorNumber: referenceOf(row, 'donor_number'),
  postalAddress: postalAddressOf(row),
})

function amountsOf(row: Cells): Amounts {
  const refundedCents = refundedOf(row)
  const amount = amountOf(row)
  if (amount > 0n && refundedCents >= amount) row.wrong('refunded', 'amount_refunded')
  return { amountCents: amount > refundedCents ? amount - refundedCents : 0n, refundedCents }
}

function giftOf(row: Cells, of: Reading, { amountCents, refundedCents }: Amounts): Gift {
  const givenOn = dayOf(row, of)
  const { campaign, campaignToken, fundId } = campaignIn(row, of)
  return {
    ofDonor: false,
    amountCents,
    refundedCents,
    givenOn,
    fundId,
    campaign,
    campaignToken,
    externalId: referenceOf(row, 'external_id'),
    receiptNumber: referenceOf(row, 'receipt'),
    unclearStatus: unclearStatusOf(row, of.layout),
  }
}

const noGift: Omit<Gift, 'fundId'> = {
  ...{ ofDonor: true, amountCents: 0n, refundedCents: 0n, givenOn: null, campaign: '', campaignToken: '' },
  ...{ externalId: '', receiptNumber: '', unclearStatus: null },
}

/** Written out: an object that is put together of others takes several times the memory, and a file has 100,000 of them. */
const rowOf = (line: number, giver: Giver, gift: Gift, problems: RowProblem[]): ReadRow => ({
  line,
  email: giver.email,
  name: giver.name,
  amountCents: gift.amountCents,
  refundedCents: gift.refundedCents,
  givenOn: gift.givenOn,
  fundId: gift.fundId,
  campaign: gift.campaign,
  campaignToken: gift.campaignToken,
  externalId: gift.externalId,
  receiptNumber: gift.receiptNumber,
  optIn: giver.optIn,
  donorNumber: giver.donorNumber,
  postalAddress: giver.postalAddress,
  ofDonor: gift.ofDonor,
  unclearStatus: gift.unclearStatus,
  problems,
})

function emailOf(row: Cells): string {
  const typed = row.at('email').toLowerCase()
  if (typed === '') return ''
  if (typed.length > longestEmail) row.wrong('email', 'email_too_long')
  else if (address.safeParse(typed).success) return typed
  else row.wrong('email', 'email_malformed')
  return ''
}

function nameOf(row: Cells): string {
  const parts = [row.at('first_name'), row.at('last_name')].filter((part) => part !== '')
  const field = row.at('name') !== '' ? 'name' : 'first_name'
  const name = field === 'name' ? row.at('name') : parts.join(' ')
  if (formula.test(name)) row.wrong(field, 'name_is_a_formula')
  else if (lostLetters.test(name)) row.wrong(field, 'name_letters_lost')
  else if (unprintable.test(name)) row.wrong(field, 'name_malformed')
  else if (name.length > longestName) row.wrong(field, 'name_too_long')
  else return name
  return ''
}

/** An address is one by its street and its town: either alone is of many. */
function postalAddressOf(row: Cells): string {
  const [street, town] = [row.at('street'), row.at('postcode') || row.at('city')]
  const postalAddress = street !== '' && town !== '' ? `${street}\n${town}` : ''
  return postalAddress.length <= longestAddress ? postalAddress : ''
}

function amountOf(row: Cells): bigint {
  const read = parseDollars(row.at('amount'))
  if (!read.ok) row.wrong('amount', `amount_${read.problem}`)
  else if (read.cents === 0n) row.wrong('amount', 'amount_zero')
  else if (read.cents > mostCents) row.wrong('amount', 'amount_too_large')
  else return read.cents
  return 0n
}

function refundedOf(row: Cells): bigint {
  const typed = row.at('refunded')
  if (typed === '') return 0n
  const read = parseDollars(typed.replace(/^-/, ''))
  if (read.ok && read.cents <= mostCents) return read.cents
  row.wrong('refunded', read.ok ? 'amount_too_large' : `amount_${read.problem}`)
  return 0n
}

function dayOf(row: Cells, { order, layout, timezone, goLiveOn }: Reading): string | null {
  const read = readDay(row.at('date'), {
    ...{ order, timezone },
    utc: layout.utc,
    shortYears: layout.shortYears,
  })
  if (!read.ok) {
    row.wrong('date', read.problem)
    return null
  }
  if (read.day >= goLiveOn) row.wrong('date', 'gift_after_go_live')
  return read.day
}

/** Which fund a named campaign was for is never guessed: unless it is known, a person says it. */
function campaignIn(row: Cells, { fundId, campaignOf }: Reading) {
  const campaign = row.at('fund').replaceAll(/\s+/g, ' ')
  if (campaign === '') return { campaign, campaignToken: '', fundId }
  if (campaign.length > longestCampaign || unprintable.test(campaign)) {
    row.wrong('fund', 'campaign_malformed')
    return { campaign: '', campaignToken: '', fundId: null }
  }
  const known = campaignOf(campaign)
  return { campaign, campaignToken: known.token, fundId: known.fundId }
}

function referenceOf(row: Cells, field: 'external_id' | 'receipt' | 'donor_number'): string {
  const typed = row.at(field)
  if (typed.length <= longestReference && !unprintable.test(typed)) return typed
  row.wrong(field, 'reference_malformed')
  return ''
}

/** Only a plain yes is a yes; where it could be either, nobody is written to. */
function optInOf(row: Cells): boolean {
  const typed = row.at('opt_in').toLowerCase()
  if (yes.includes(typed)) return true
  if (!no.includes(typed)) row.wrong('opt_in', 'opt_in_malformed')
  return false
}

/** As far as the file has a status at all. */
function saysPaid(row: Cells, { paid, paidInPart }: Layout): boolean {
  if (!row.has('status') || paid.length === 0) return true
  const said = row.at('status').toLowerCase()
  return paid.includes(said) || (row.has('refunded') && paidInPart.includes(said))
}

function unclearStatusOf(row: Cells, layout: Layout): string | null {
  if (!layout.asksStatus || saysPaid(row, layout)) return null
  const said = row.at('status')
  return unprintable.test(said) ? '' : [...said].slice(0, longestStatus).join('')
}

function ofWhole(row: Cells, { layout, currency }: Reading): RowProblem[] {
  const problems: RowProblem[] = []
  const wrong = (field: Field, code: RowProblemCode) => problems.push({ column: row.columnOf(field), code })
  if (row.has('currency') && row.at('currency').toLowerCase() !== currency)
    wrong('currency', 'currency_other')
  if (!layout.asksStatus && !saysPaid(row, layout)) wrong('status', 'not_paid')
  if (row.at('mode').toLowerCase() === 'test') wrong('mode', 'gift_in_test_mode')
  if (!undisputed.includes(row.at('dispute').toLowerCase())) wrong('dispute', 'gift_disputed')
  if (row.at('refund_id') !== '') wrong('refund_id', 'amount_refunded')
  return problems
}
