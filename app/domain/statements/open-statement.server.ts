import type { Readable } from 'node:stream'
import { mailOrganization } from '#app/domain/organization/mail-organization.ts'
import { type Organization, organization } from '#app/domain/organization/organization.server.ts'
import type { TaxedOrganization } from '#app/domain/receipts/document-words.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { writePdf } from '#app/platform/pdf/write-pdf.ts'
import type { Language } from '#app/words/languages.ts'
import { type IssuedStatement, issueStatement, placesTaken } from './issue-statement.server.ts'
import type { Period } from './statement.ts'
import { type StatementFacts, statementDocument } from './statement-document.ts'

type Wanted = { donorId: string; period: Period; language: Language }

/**
 * A donor's statement of those days as PDF, drawn from the lines that it was issued with; issued now where nothing in force
 * says the same. Null where they gave nothing in those days.
 */
export async function openStatement(wanted: Wanted): Promise<{ number: bigint; pdf: Readable } | null> {
  const { donorId, period, language } = wanted
  const entity = await organization()
  const statement = await issueStatement({ donorId, period, timezone: entity.timezone })
  if (!statement) return null
  const facts = await inTransaction({ scope: { kind: 'donor', donorId } }, (tx) =>
    statementFacts(tx, { language, statement, organization: taxed(entity), replacedBy: null }),
  )
  return { number: statement.number, pdf: writePdf(statementDocument(facts, language)) }
}

/**
 * A statement as it was issued to another record of the same donor, before the two were joined, in the name that it was
 * issued in. Null
 * where that number is none of theirs.
 */
export async function openEarlierStatement(of: {
  donorId: string
  number: bigint
  language: Language
}): Promise<Readable | null> {
  const { donorId, number, language } = of
  const organizationHere = taxed(await organization())
  const facts = await inTransaction({ scope: { kind: 'donor', donorId } }, async (tx) => {
    const [found] = await tx.$queryRaw<Earlier[]>`
      select s.id, s.number, s.version, o.number as replaces, s.timezone, s.occurred_at as "issuedAt",
             s.given_cents as "givenCents", s.refunded_cents as "refundedCents", s.disputed_cents as "disputedCents",
             s.net_cents as "netCents", coalesce(nullif(n.name, ''), d.name) as "donorName", s.from_day::text as from, s.to_day::text as to,
             statement_in_force_instead(s.id)::text as "replacedBy"
        from annual_statement s join donor d on d.id = s.donor_id
        left join annual_statement o on o.id = s.replaces_id left join annual_statement_name n on n.statement_id = s.id
       where s.number = ${number} and s.donor_id <> ${donorId}::uuid`
    if (!found) return null
    const { from, to, replacedBy, ...statement } = found
    const issued = { ...statement, takesPlaceOf: await placesTaken(tx, statement.id), period: { from, to } }
    return statementFacts(tx, {
      ...{ language, replacedBy, statement: issued, organization: organizationHere },
    })
  })
  return facts && writePdf(statementDocument(facts, language))
}

type Earlier = Omit<IssuedStatement, 'period' | 'takesPlaceOf'> & Period & { replacedBy: string | null }

const taxed = (entity: Organization): TaxedOrganization => ({
  ...mailOrganization(entity),
  taxProfile: entity.taxProfile as TaxedOrganization['taxProfile'],
})

async function statementFacts(
  tx: Tx,
  of: {
    language: Language
    statement: IssuedStatement
    organization: TaxedOrganization
    replacedBy: string | null
  },
): Promise<StatementFacts> {
  const { language, statement, organization, replacedBy } = of
  const lines = await tx.$queryRaw<StatementFacts['lines']>`
    select l.kind, l.gift_kind as "giftKind", l.fund_id as "fundId", l.amount_cents as "amountCents", l.given_at as "givenAt",
           l.occurred_at as "occurredAt", coalesce(p.receipt_number::text, nullif(i.receipt_number, '')) as "receiptNumber",
           i.id is not null as "isImported", coalesce(o.reason = 'returned_by_bank', false) as "isReturned"
      from annual_statement_line l left join payment p on p.id = l.gift_id left join imported_gift i on i.id = l.gift_id
      left join offline_reversal o on l.kind = 'refund' and o.id::text = l.source_id
     where l.statement_id = ${statement.id}::uuid
     order by l.position`
  const funds = await tx.$queryRaw<{ id: string; name: string; demonstration: boolean }[]>`
    select f.id, t.name, p.demonstration
      from (select fund_id, max(purpose_version) as version from annual_statement_line
             where statement_id = ${statement.id}::uuid group by 1) l
      join fund f on f.id = l.fund_id
      join publication_policy p on p.name = f.policy_name
      join lateral (select name from fund_purpose_text x
                     where x.fund_id = f.id and x.version = l.version and x.language in (${language}, 'en')
                     order by x.language = ${language} desc limit 1) t on true`
  return {
    ...statement,
    ...{ organization, replacedBy },
    number: String(statement.number),
    replaces: [...(statement.replaces === null ? [] : [statement.replaces]), ...statement.takesPlaceOf].map(
      String,
    ),
    demonstration: funds.some(({ demonstration }) => demonstration),
    lines,
    fundNames: new Map(funds.map(({ id, name }) => [id, name])),
  }
}
