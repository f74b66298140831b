import type { AccountCode } from '#app/domain/ledger/accounts.ts'
import type { Check } from '#app/domain/ledger/check.ts'
import { Prisma } from '#prisma/generated/client.ts'
import { type FigureName, figureNames } from './figures.ts'
import { roundFigure } from './publish-figures.ts'
import type { Read } from './read.server.ts'
import { askEachFund, type Offence } from './reading-the-books.server.ts'
import {
  giftAccounts,
  lossAccounts,
  onHandAccounts,
  outAccounts,
  supportAccounts,
} from './turnover.server.ts'

/** What the books ask about public figures: each is the ledger's at its close, and shown as the policy says. */
export const publicTotalsChecks: Check[] = [
  { name: 'public_totals_match_ledger', run: (client) => askEachFund(client, totalsMatch) },
]

type Close = {
  id: string
  seq: number
  cutAt: Date
  roundingCents: bigint
  published: boolean
  people: bigint
}
type Figure = { name: string; trueValue: bigint; shown: bigint | null; asOf: number | null }

async function totalsMatch(read: Read, fundId: string): Promise<Offence | null> {
  const closes = await readCloses(read, fundId)
  const moved = await movedByClose(read, fundId)
  const books = new Books()
  let before = new Map<string, Figure>()
  for (const close of closes) {
    for (const row of moved.filter(({ seq }) => seq === close.seq)) books.add(row)
    const figures = await readFigures(read, close.id)
    const truth = { ...books.figures(), people_freed: close.people }
    const offence = compare(close, { figures, before, truth })
    if (offence) return { fundId, closeSeq: close.seq, ...offence }
    before = figures
  }
  return null
}

type Compared = {
  figures: Map<string, Figure>
  before: Map<string, Figure>
  truth: Record<FigureName | 'raised', bigint>
}

function compare(close: Close, { figures, before, truth }: Compared): Offence | null {
  const cut = close.cutAt.getTime()
  for (const name of ['raised', ...figureNames] as const) {
    const figure = figures.get(name)
    if (!figure) return { figure: name, missing: true }
    if (figure.trueValue !== truth[name])
      return { figure: name, stored: String(figure.trueValue), ledger: String(truth[name]) }

    const last = before.get(name)
    const expected =
      figure.asOf !== cut
        ? (last?.shown ?? null)
        : name === 'raised'
          ? truth.raised
          : roundFigure(name, truth[name], close)
    if (figure.shown !== expected) {
      return { figure: name, shown: String(figure.shown), expected: String(expected) }
    }
    if (figure.asOf !== cut && figure.asOf !== (last?.asOf ?? null))
      return { figure: name, asOf: figure.asOf }
  }
  const changed = figureNames.some((name) => figures.get(name)?.asOf === cut)
  return changed === close.published ? null : { published: close.published, changed }
}

type Moved = {
  seq: number
  what: string
  debit: AccountCode
  credit: AccountCode
  cents: bigint
  undone: bigint
}

/** The ledger by the first close that reached each row: one pass, a row per close and kind of transfer. */
async function movedByClose(read: Read, fundId: string): Promise<Moved[]> {
  const rows = await read<Omit<Moved, 'cents' | 'undone'> & { cents: string; undone: string }>(Prisma.sql`
    with reached as (
      select (select min(c.seq) from publication_close c
               where c.fund_id = t.fund_id and t.id <= c.through_transfer_id and t.occurred_at <= c.cut_at) as seq,
             coalesce(o.code, t.code) as what, t.reverses_id, t.debit_account_id, t.credit_account_id, t.amount_cents
        from ledger_transfer t left join ledger_transfer o on o.id = t.reverses_id
       where t.fund_id = ${fundId}::uuid)
    select r.seq, r.what, d.code as debit, c.code as credit, sum(r.amount_cents)::bigint::text as cents,
           coalesce(sum(r.amount_cents) filter (where r.reverses_id is not null), 0)::bigint::text as undone
      from reached r join ledger_account d on d.id = r.debit_account_id join ledger_account c on c.id = r.credit_account_id
     where r.seq is not null group by 1, 2, 3, 4 order by 1`)
  return rows.map((row) => ({ ...row, cents: BigInt(row.cents), undone: BigInt(row.undone) }))
}

/** Running balances and the two figures that are turnovers, not balances. */
class Books {
  private readonly balances = new Map<AccountCode, bigint>()
  private posted = 0n
  private returned = 0n

  add({ what, debit, credit, cents, undone }: Moved): void {
    this.balances.set(debit, this.of([debit]) + cents)
    this.balances.set(credit, this.of([credit]) - cents)
    const signed = cents - 2n * undone
    const wentIn = what === 'opening' && (debit === 'bond_deposit' || debit === 'refund_due')
    if (what === 'bond_posted' || what === 'forfeiture_call' || wentIn) this.posted += signed
    if (what === 'copay_posted' || (what === 'opening' && credit === 'copay_posted')) this.posted -= signed
    if (what === 'bond_returned') this.returned += signed
    if (what === 'copay_freed') this.returned -= signed
  }

  figures(): Record<Exclude<FigureName, 'people_freed'> | 'raised', bigint> {
    return {
      raised: -this.of(giftAccounts),
      posted: this.posted,
      returned: this.returned,
      out_on_bonds: this.of(outAccounts),
      on_hand: this.of(onHandAccounts),
      support: this.of(supportAccounts),
      not_coming_back: this.of([...lossAccounts, 'bond_fees']),
      lost: this.of(lossAccounts),
      withheld: this.of(['withheld']),
      forfeited: this.of(['forfeited']),
      written_off: this.of(['written_off']),
      bond_fees: this.of(['bond_fees']),
    }
  }

  private of(codes: readonly AccountCode[]): bigint {
    return codes.reduce((sum, code) => sum + (this.balances.get(code) ?? 0n), 0n)
  }
}

async function readCloses(read: Read, fundId: string): Promise<Close[]> {
  const rows = await read<Omit<Close, 'roundingCents' | 'people'> & { rounding: string; people: string }>(
    Prisma.sql`
    select c.id::text, c.seq, c.cut_at as "cutAt", c.rounding_cents::text as rounding, c.published,
           (select count(distinct b.case_code)::text from closed_release r
              join publication_close e on e.id = r.close_id and e.fund_id = c.fund_id and e.seq <= c.seq
              join bond_state_change s on s.id = r.change_id join bond b on b.id = s.bond_id) as people
      from publication_close c where c.fund_id = ${fundId}::uuid order by c.seq`,
  )
  return rows.map((row) => ({
    ...row,
    roundingCents: BigInt(row.rounding),
    people: BigInt(row.people),
  }))
}

async function readFigures(read: Read, closeId: string): Promise<Map<string, Figure>> {
  const rows = await read<{ figure: string; value: string; shown: string | null; as_of: Date | null }>(
    Prisma.sql`
    select figure, true_value::text as value, shown_value::text as shown, shown_as_of as as_of
      from published_figure where close_id = ${closeId}::uuid`,
  )
  return new Map(
    rows.map((row) => [
      row.figure,
      {
        name: row.figure,
        trueValue: BigInt(row.value),
        shown: row.shown === null ? null : BigInt(row.shown),
        asOf: row.as_of?.getTime() ?? null,
      },
    ]),
  )
}
