import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { may } from '#app/domain/staff/access.ts'
import { rolesIn, type SignedInStaff } from '#app/domain/staff/staff.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { FindingReason, SampleResult } from './sample.ts'

export type SampleLine = {
  position: number
  bondId: string
  caseCode: string
  amountCents: bigint
  postedAt: Date
  shownBy: string[]
  finding: { result: SampleResult; reason: FindingReason | null; at: Date } | null
}

export type SamplePage = {
  id: string
  fundName: string
  drawnBy: string
  drawnAt: Date
  from: Date
  /** The last moment before this one is in the period. */
  to: Date
  population: number
  seed: string
  lines: SampleLine[]
  /** Lines that this person may still say they show. */
  mayShow: number[]
  mayRecord: boolean
}

type Reader = Pick<SignedInStaff, 'id' | 'fundIds' | 'roles'>

/** One sample with what was shown and found. Null for one of another fund. */
export const samplePage = (of: {
  staff: Reader
  sampleId: string
  language: string
}): Promise<SamplePage | null> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.staff.fundIds } }, async (tx) => {
    const sample = await tx.auditSample.findUnique({ where: { id: of.sampleId } })
    if (!sample) return null
    const drawer = await tx.staff.findUniqueOrThrow({ where: { id: sample.drawnBy } })
    const rows = await tx.$queryRaw<(Omit<SampleLine, 'finding'> & Found)[]>`
      select l.position, l.bond_id as "bondId", b.case_code as "caseCode", b.principal_cents as "amountCents",
             b.posted_at as "postedAt", f.result, f.reason, f.occurred_at as "foundAt",
             array(select p.name from audit_sample_showing w join staff p on p.id = w.shown_by
                    where w.sample_id = l.sample_id and w.position = l.position order by w.recorded_at, p.id) as "shownBy",
             exists (select from audit_sample_showing w where w.sample_id = l.sample_id and w.position = l.position
                      and w.shown_by = ${of.staff.id}::uuid) as "shownByMe"
        from audit_sample_line l join bond b on b.id = l.bond_id
        left join audit_sample_finding f on f.sample_id = l.sample_id and f.position = l.position
       where l.sample_id = ${of.sampleId}::uuid order by l.position`
    const names = await fundNames(tx, { fundIds: [sample.fundId], language: of.language })
    const roles = rolesIn(of.staff, sample.fundId)
    const isDrawer = sample.drawnBy === of.staff.id
    return {
      ...{ id: sample.id, fundName: names.get(sample.fundId) ?? '', drawnBy: drawer.name },
      ...{ drawnAt: sample.occurredAt, from: sample.postedFrom, to: sample.postedTo },
      ...{ population: sample.population, seed: sample.seed },
      lines: rows.map(({ result, reason, foundAt, shownByMe: _, ...line }) => ({
        ...line,
        finding: result && foundAt ? { result, reason, at: foundAt } : null,
      })),
      mayShow:
        isDrawer || !may(roles, 'samples:show')
          ? []
          : rows.flatMap(({ position, result, shownByMe }) => (result || shownByMe ? [] : [position])),
      mayRecord: isDrawer && may(roles, 'samples:draw'),
    }
  })

type Found = {
  result: SampleResult | null
  reason: FindingReason | null
  foundAt: Date | null
  shownByMe: boolean
}

export type SampleRow = {
  id: string
  fundName: string
  drawnBy: string
  drawnAt: Date
  lines: number
  found: number
  differing: number
}

/** The samples of this person's funds, open first, then the newest. */
export const listSamples = (of: { fundIds: string[]; language: string }): Promise<SampleRow[]> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, async (tx) => {
    const names = await fundNames(tx, of)
    const rows = await tx.$queryRaw<(Omit<SampleRow, 'fundName'> & { fundId: string })[]>`
      select s.id, s.fund_id as "fundId", d.name as "drawnBy", s.occurred_at as "drawnAt", count(l.*)::int as lines,
             count(f.*)::int as found, count(f.*) filter (where f.result <> 'seen')::int as differing
        from audit_sample s join staff d on d.id = s.drawn_by
        join audit_sample_line l on l.sample_id = s.id
        left join audit_sample_finding f on f.sample_id = l.sample_id and f.position = l.position
       where s.fund_id = any(${of.fundIds}::uuid[])
       group by s.id, d.name order by count(f.*) = count(l.*), s.recorded_at desc limit 200`
    return rows.map(({ fundId, ...row }) => ({ ...row, fundName: names.get(fundId) ?? '' }))
  })
