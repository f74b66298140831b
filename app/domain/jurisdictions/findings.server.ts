import { isBondKind } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import type { ChargeClass, ChargeOutcome } from '#app/domain/vault/charge-class.ts'
import { chargesOfCase } from '#app/domain/vault/charge-index.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { type Finding, isBlocking, judge } from './judge.ts'
import type { RuleInForce } from './rule.ts'

type Asked = {
  id: string | null
  contentHash: string | null
  fundId: string
  kind: string
  caseCode: string | null
  principalCents: bigint
  at: Date
  /** Where its court lies, of what is not written down yet; else it is read from what was said of the disbursement. */
  place?: string | null
}

/** Whoever reads what was found, where it is not the code itself that judges: the funds whose records they may read. */
type Reader = { revealsIn: readonly string[]; seesBlocks: boolean }

/** What the rules of its court's place, or of all the fund's places where that is unknown, say about a bond on a day. Nothing for what is no bond. */
export async function findingsOn(tx: Tx, asked: Asked, reader?: Reader): Promise<Finding[]> {
  const { kind, principalCents } = asked
  return isBondKind(kind) ? judge(await rulesInForce(tx, asked, reader), { kind, principalCents }) : []
}

type Judged = RuleInForce & { charge: ChargeOutcome | null }
type Row = Omit<RuleInForce, 'charge'> & { chargeClasses: ChargeClass[] }

/** The rules that hold for such a bond on that day, whether or not they have something to say about it. */
export async function rulesInForce(
  tx: Tx,
  asked: Omit<Asked, 'principalCents'>,
  reader?: Reader,
): Promise<RuleInForce[]> {
  const rows = await rowsInForce(tx, asked)
  if (rows.every(({ chargeClasses }) => chargeClasses.length === 0)) return rows.map(withoutClasses)
  const { fundId, compare } = await chargesOfCase(tx, asked.caseCode)
  const judged = rows.map((row): Judged => ({ ...withoutClasses(row), charge: outcomeOf(row, compare) }))
  if (!reader || (fundId && reader.revealsIn.includes(fundId))) return judged
  // What blocks is known to all who handle the money; what only warns would tell of a charge to no purpose.
  return judged.map((rule) =>
    rule.charge === null || (reader.seesBlocks && isBlocking(rule)) ? rule : { ...rule, charge: 'hidden' },
  )
}

const withoutClasses = ({ chargeClasses: _classes, ...rule }: Row): Judged => ({ ...rule, charge: null })

const outcomeOf = (
  { chargeClasses }: Row,
  compare: (classes: readonly ChargeClass[]) => ChargeOutcome,
): ChargeOutcome | null => (chargeClasses.length > 0 ? compare(chargeClasses) : null)

const rowsInForce = (tx: Tx, { fundId, kind, at, ...asked }: Omit<Asked, 'principalCents'>): Promise<Row[]> =>
  tx.$queryRaw<Row[]>`
    select id, code, version, place, kind, effect, summary, cap_cents as "capCents", bond_count as "bondCount",
           period_days as "periodDays", source, to_char(read_on, 'YYYY-MM-DD') as "readOn", reviewed, counted,
           certified_until::text as "certifiedUntil", certified_until - local_day(${at}::timestamptz) as "daysLeft",
           lapsed_on::text as "lapsedOn",
           (select r.charge_classes from jurisdiction_rule r where r.id = rule.id) as "chargeClasses",
           (select jsonb_build_object('id', c.id, 'counsel', c.counsel, 'clearedOn', c.cleared_on, 'recordedBy', s.name,
                     'confirmedBy', (select o.name from clearance_confirmation f join staff o on o.id = f.confirmed_by
                                      where f.clearance_id = c.id))
              from counsel_clearance c join staff s on s.id = c.recorded_by
             where c.rule_id = rule.id and c.disbursement_id = ${asked.id}::uuid and c.content_hash = ${asked.contentHash}) as clearance
      from rules_in_force(${fundId}::uuid, ${kind}, ${at},
                          coalesce(${asked.place ?? null}::text, place_of_disbursement(${asked.id}::uuid))) rule`

/** Refuses (`rule_blocks_posting`) a bond that a reviewed rule does not allow. */
export async function refuseBlocked(tx: Tx, asked: Asked): Promise<void> {
  const blocking = (await findingsOn(tx, asked)).find(({ blocks }) => blocks)
  if (blocking) {
    const { code, version, place } = blocking
    throw new Refusal('rule_blocks_posting', { rule: code, version, place })
  }
}
