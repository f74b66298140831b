import { readAmount } from './read-amount.ts'
import { readDay } from './read-day.ts'
import {
  type Expected,
  mostLines,
  plainText,
  type ReadLine,
  type ReadStatement,
  type StatementProblem,
} from './statement.ts'

type Fields = Map<string, string>

/**
 * The lines of an OFX or QFX file, 1.x (SGML, where a field need not be closed) and 2.x (XML): one pass from tag to tag.
 * Nothing in it is followed or expanded: no entity but the five letters that must be written so.
 */
export function readOfx(text: string, account: { last4: string } & Expected): ReadStatement {
  const { transactions, facts, accounts, isWhole } = scan(text)
  const problems: StatementProblem[] = []
  const whole = (code: StatementProblem['code']) => problems.push({ row: 1, column: null, code })
  if (accounts === 0) whole('not_a_statement')
  if (accounts > 0 && !isWhole) whole('file_cut_off')
  if (accounts > 1) whole('several_accounts')
  const number = facts.get('ACCTID')?.replace(/\D/g, '')
  if (number && !number.endsWith(account.last4)) whole('other_account')
  const currency = facts.get('CURDEF')
  if (currency && currency.toLowerCase() !== account.currency.toLowerCase()) whole('other_currency')
  if (accounts === 1 && transactions.length === 0) whole('no_lines')
  if (transactions.length > mostLines)
    problems.push({ row: mostLines + 1, column: null, code: 'too_many_lines' })

  const lines: ReadLine[] = []
  for (const [index, fields] of transactions.slice(0, mostLines).entries()) {
    const read = readTransaction(index + 1, fields, account)
    if (typeof read === 'string') problems.push({ row: index + 1, column: null, code: read })
    else lines.push(read)
  }
  for (const row of toldTwice(lines)) problems.push({ row, column: null, code: 'line_twice' })
  const from = readDay(facts.get('DTSTART') ?? '', 'ymd')
  const through = readDay(facts.get('DTEND') ?? '', 'ymd')
  const days = from && through && from <= through ? { from, through } : null
  const balance = ledgerBalance(facts, account.today)
  if (balance === 'balance_unreadable') whole(balance)
  return { lines, problems, days, balance: typeof balance === 'string' ? null : balance }
}

/** What the account held, pending items left out. Where banks are ahead of us, their tomorrow is our today. */
function ledgerBalance(facts: Fields, today: string): ReadStatement['balance'] | 'balance_unreadable' {
  const written = facts.get(`${ledgerPart} BALAMT`)
  const day = readDay(facts.get(`${ledgerPart} DTASOF`) ?? '', 'ymd')
  if (!written || !day) return null
  const cents = plainAmount(written)
  return cents === null ? 'balance_unreadable' : { day: day > today ? today : day, cents }
}

const ledgerPart = 'LEDGERBAL'

/** An id is the bank's for one line: the same line under it once more was told twice. */
function toldTwice(lines: ReadLine[]): number[] {
  const seen = new Set<string>()
  return lines.flatMap(({ row, bankId, day, amount }) => {
    const said = `${bankId} ${day} ${amount}`
    const isAgain = bankId !== null && seen.has(said)
    seen.add(said)
    return isAgain ? [row] : []
  })
}

/** Whether it is OFX at all, by its first letters. */
export const looksLikeOfx = (text: string): boolean =>
  /^\s*(?:OFXHEADER|<\?xml|<\?OFX|<OFX)/i.test(text.slice(0, 2000))

type Scanned = {
  transactions: Fields[]
  facts: Fields
  accounts: number
  /** Its last letters are there: what was cut off while it was loaded would be missed by nobody. */
  isWhole: boolean
}

function scan(text: string): Scanned {
  const transactions: Fields[] = []
  const facts: Fields = new Map()
  let accounts = 0
  let current: Fields | null = null
  let isWhole = false
  let original = false
  let balance = ''
  for (let open = text.indexOf('<'); open !== -1; ) {
    const close = text.indexOf('>', open)
    if (close === -1) break
    const next = text.indexOf('<', close)
    const tag = text
      .slice(open + 1, close)
      .trim()
      .toUpperCase()
    const value = text.slice(close + 1, next === -1 ? text.length : next).trim()
    if (tag === 'STMTTRN') {
      current = new Map()
      if (transactions.length <= mostLines) transactions.push(current)
    } else if (tag === '/STMTTRN') current = null
    else if (tag === 'STMTRS' || tag === 'CCSTMTRS') accounts += 1
    else if (tag === '/OFX') isWhole = current === null
    // What an amount was before the bank changed it into the account's currency is no matter of ours.
    else if (tag === 'ORIGCURRENCY' || tag === '/ORIGCURRENCY') original = tag === 'ORIGCURRENCY'
    // What the account held, and what could be drawn of it, are told in the same two fields.
    else if (/^\/?(?:LEDGER|AVAIL)BAL$/.test(tag)) balance = tag.startsWith('/') ? '' : `${tag} `
    else if (value !== '' && !tag.startsWith('/') && !original) {
      const fields = current ?? facts
      const name = balance + tag
      if (!fields.has(name)) fields.set(name, plainText(letters(value)))
    }
    open = next
  }
  return { transactions, facts, accounts, isWhole }
}

const named: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

const letters = (value: string): string =>
  value.replace(/&(amp|lt|gt|quot|apos|nbsp);/g, (_, name: string) => named[name] ?? '')

function readTransaction(
  row: number,
  fields: Fields,
  { currency, today }: Expected,
): ReadLine | StatementProblem['code'] {
  const day = readDay(fields.get('DTPOSTED') ?? '', 'ymd')
  if (!day) return 'day_unreadable'
  if (day > today) return 'day_in_future'
  if ((fields.get('CURSYM') ?? currency).toLowerCase() !== currency.toLowerCase()) return 'other_currency'
  const written = fields.get('TRNAMT')
  if (!written) return 'amount_missing'
  const amount = plainAmount(written)
  if (amount === null) return 'amount_unreadable'
  if (amount === 0n) return 'amount_zero'
  const text = ['NAME', 'PAYEE', 'MEMO', 'CHECKNUM'].flatMap((name) => fields.get(name) ?? []).join(' ')
  if (text.includes('\0')) return 'text_unstorable'
  return { row, day, amount, text: plainText(text), bankId: fields.get('FITID') ?? null }
}

/** The format knows no brackets, no letters and no minus behind. */
const plainAmount = (written: string): bigint | null =>
  /^[-+]?[\d.,]+$/.test(written) ? readAmount(written, /,\d{1,2}$/.test(written) ? 'comma' : 'point') : null
