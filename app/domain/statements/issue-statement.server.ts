import { createHash, randomUUID } from 'node:crypto'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { ConstraintViolation, waitedTooLong } from '#app/platform/constraint.ts'
import { inTransaction, type Scope, type Tx } from '#app/platform/db.ts'
import { type Period, type StatementLine, type StatementTotals, totalsOf } from './statement.ts'

export type IssuedStatement = StatementTotals & {
  id: string
  number: bigint
  version: number
  /** The number of the statement that this one corrects. */
  replaces: bigint | null
  /** The numbers of those of the donor's other records whose place it took. */
  takesPlaceOf: bigint[]
  period: Period
  timezone: string
  issuedAt: Date
  /** As the donor was called when it was issued: a number stands over one name. */
  donorName: string
}

type Wanted = { donorId: string; period: Period; timezone: string }

const tries = 3

/** Someone waits for the answer: what another holds longer than this is asked for again in a moment. */
const patience = '2s'

/**
 * A donor's statement of those days: the one they have where nothing changed since, their name neither, else a new version that
 * names it.
 * Null where they gave nothing in those days. Refuses `statement_waits`: an import that names them is being taken back.
 */
export async function issueStatement(wanted: Wanted): Promise<IssuedStatement | null> {
  const scope: Scope = { kind: 'donor', donorId: wanted.donorId }
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await inTransaction({ scope }, async (tx) => {
        await tx.$queryRaw`select set_config('lock_timeout', ${patience}, true)`
        return issueIn(tx, wanted)
      })
    } catch (error) {
      if (waitedTooLong(error)) throw new Refusal('statement_waits')
      // A gift or a refund was booked between reading and writing: the statement is written anew with it.
      if (attempt < tries && isOvertaken(error)) continue
      throw error
    }
  }
}

const isOvertaken = (error: unknown): boolean =>
  error instanceof ConstraintViolation && error.constraint === 'statement_matches_its_gifts'

/** The same inside a transaction that sees this donor's rows. */
export async function issueIn(tx: Tx, wanted: Wanted): Promise<IssuedStatement | null> {
  const { donorId, period, timezone } = wanted
  await tx.$queryRaw`select pg_advisory_xact_lock(hashtextextended(${`annual_statement:${donorId}`}, 0))::text`
  const lines = await linesOwed(tx, wanted)
  if (lines.length === 0) return null
  await holdImports(tx, lines)

  const hash = contentHash(timezone, lines)
  const last = await lastVersion(tx, donorId, period)
  const { name } = await tx.donor.findUniqueOrThrow({ where: { id: donorId }, select: { name: true } })
  const saysTheSame = last?.contentHash === hash && last.statement.donorName === name
  if (last && saysTheSame && !last.isSucceeded) return last.statement

  const statement: Unnumbered = {
    id: randomUUID(),
    version: (last?.statement.version ?? 0) + 1,
    replaces: last?.statement.number ?? null,
    period,
    timezone,
    issuedAt: now(),
    donorName: name,
    ...totalsOf(lines),
  }
  const number = await write(tx, { donorId, hash, statement, lines, replacesId: last?.statement.id ?? null })
  return { ...statement, number, takesPlaceOf: await placesTaken(tx, statement.id) }
}

/** The database finds them as the lines are written: papers of other records of this person that name one of these gifts. */
export async function placesTaken(tx: Tx, statementId: string): Promise<bigint[]> {
  const rows = await tx.$queryRaw<{ number: bigint }[]>`
    select o.number from statement_succession x join annual_statement o on o.id = x.statement_id
     where x.by_id = ${statementId}::uuid order by 1`
  return rows.map(({ number }) => number)
}

const linesOwed = (tx: Tx, { donorId, period, timezone }: Wanted) => tx.$queryRaw<StatementLine[]>`
  select kind, gift_kind as "giftKind", gift_id as "giftId", source_id as "sourceId", fund_id as "fundId",
         purpose_version as "purposeVersion", amount_cents as "amountCents", given_at as "givenAt",
         occurred_at as "occurredAt"
    from donor_gift_line
   where donor_id = ${donorId}::uuid and stands
     and given_at >= (${period.from}::date::timestamp at time zone ${timezone})
     and given_at < ((${period.to}::date + 1)::timestamp at time zone ${timezone})
   order by given_at, gift_id, case kind when 'gift' then 0 else 1 end, occurred_at, source_id, fund_id`

/**
 * What is written must not be taken back beside it. Held before the first row is written, as an import that is taken back
 * holds it before its donors: the two wait for each other and never in a circle.
 */
async function holdImports(tx: Tx, lines: StatementLine[]): Promise<void> {
  const imported = lines.flatMap(({ giftKind, giftId }) => (giftKind === 'imported' ? [giftId] : []))
  if (imported.length === 0) return
  await tx.$queryRaw`
    select hold_import(t.batch_id, false)::text
      from (select distinct batch_id from imported_gift where id = any (${imported}::uuid[]) order by 1) t`
}

/** The gifts that a statement names, in one number: two of the same days with one number name the same. */
function contentHash(timezone: string, lines: StatementLine[]): string {
  const said = lines.map((line) => [
    line.kind,
    line.giftKind,
    line.giftId,
    line.sourceId,
    line.fundId,
    line.purposeVersion,
    String(line.amountCents),
    line.givenAt.toISOString(),
    line.occurredAt.toISOString(),
  ])
  return createHash('sha256')
    .update(JSON.stringify([timezone, said]))
    .digest('hex')
}

type Unnumbered = Omit<IssuedStatement, 'number' | 'takesPlaceOf'>

type Written = {
  donorId: string
  hash: string
  statement: Unnumbered
  lines: StatementLine[]
  replacesId: string | null
}

async function write(tx: Tx, { donorId, hash, statement, lines, replacesId }: Written): Promise<bigint> {
  const { id, version, period, timezone, issuedAt } = statement
  const [row] = await tx.$queryRaw<{ number: bigint }[]>`
    insert into annual_statement (id, donor_id, from_day, to_day, timezone, version, replaces_id, content_hash,
                                  given_cents, refunded_cents, disputed_cents, net_cents, lines, occurred_at)
    values (${id}::uuid, ${donorId}::uuid, ${period.from}::date, ${period.to}::date, ${timezone}, ${version},
            ${replacesId}::uuid, ${hash}, ${statement.givenCents}, ${statement.refundedCents},
            ${statement.disputedCents}, ${statement.netCents}, ${lines.length}, ${issuedAt})
    returning number`
  if (!row) throw new Error('a statement was written without its number')
  await tx.$executeRaw`
    with named as (
      insert into annual_statement_name (statement_id, name) values (${id}::uuid, ${statement.donorName}))
    insert into annual_statement_line (statement_id, position, kind, gift_kind, gift_id, source_id, fund_id,
                                       purpose_version, amount_cents, given_at, occurred_at)
    select ${id}::uuid, l.position, l.kind, l."giftKind", l."giftId", l."sourceId", l."fundId", l."purposeVersion",
           l.cents, l."givenAt", l."occurredAt"
      from jsonb_to_recordset(${JSON.stringify(lines.map(lineRow))}::jsonb)
        as l(position int, kind text, "giftKind" text, "giftId" uuid, "sourceId" text, "fundId" uuid,
             "purposeVersion" int, cents bigint, "givenAt" timestamptz, "occurredAt" timestamptz)`
  return row.number
}

/** Cents go as text: JSON has no whole number that is safe for them. */
const lineRow = ({ amountCents, ...line }: StatementLine, index: number) => ({
  ...line,
  position: index + 1,
  cents: String(amountCents),
})

type LastVersion = Omit<IssuedStatement, 'period' | 'takesPlaceOf'> & {
  contentHash: string
  isSucceeded: boolean
}

async function lastVersion(tx: Tx, donorId: string, period: Period) {
  const [row] = await tx.$queryRaw<LastVersion[]>`
    select s.id, s.number, s.version, o.number as replaces, s.timezone, s.occurred_at as "issuedAt",
           s.content_hash as "contentHash", s.given_cents as "givenCents", s.refunded_cents as "refundedCents",
           s.disputed_cents as "disputedCents", s.net_cents as "netCents", coalesce(n.name, '') as "donorName",
           exists (select from statement_succession x where x.statement_id = s.id) as "isSucceeded"
      from annual_statement s left join annual_statement o on o.id = s.replaces_id
      left join annual_statement_name n on n.statement_id = s.id
     where s.donor_id = ${donorId}::uuid and s.from_day = ${period.from}::date and s.to_day = ${period.to}::date
     order by s.version desc limit 1`
  if (!row) return null
  const { contentHash, isSucceeded, ...statement } = row
  const takesPlaceOf = await placesTaken(tx, statement.id)
  return {
    ...{ contentHash, isSucceeded },
    statement: { ...statement, takesPlaceOf, period } satisfies IssuedStatement,
  }
}
