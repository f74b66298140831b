import type { DocumentKind } from '#app/domain/documents/document.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import type { EmergencyReason, Finding, ReviewNote } from './emergency.ts'
import { type OpenGlass, openGlass } from './open-glass.server.ts'

export type Emergency = {
  id: string
  personId: string
  fundId: string
  caseCode: string | null
  by: { id: string; name: string }
  reason: EmergencyReason
  openedAt: Date
  endsAt: Date
  isOpen: boolean
  /** What was looked at under it; nothing of what it said. */
  fields: string[]
  /** Which documents were handed out under it. One that was erased with its person is known by its number alone. */
  documents: { number: number; kind: DocumentKind | null }[]
  review: { finding: Finding; note: ReviewNote; by: string; at: Date } | null
}

type Row = Omit<Emergency, 'by' | 'review'> & {
  byId: string
  byName: string
  finding: Finding | null
  note: ReviewNote | null
  reviewer: string | null
  reviewedAt: Date | null
}

const shownAtMost = 100

/** Records that were opened in an emergency in these funds, those without a review first, then the newest. */
export const emergencies = (of: { fundIds: string[] }): Promise<Emergency[]> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, (tx) => listed(tx, null))

/** What a reader may see of one record's emergencies, and their own that is open now. */
export const emergenciesOf = (of: {
  fundIds: string[]
  personId: string
  readerId: string
}): Promise<{ past: Emergency[]; mine: OpenGlass | null }> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.fundIds } }, async (tx) => ({
    past: await listed(tx, of.personId),
    mine: await openGlass(tx, { personId: of.personId, staffId: of.readerId }),
  }))

async function listed(tx: Tx, personId: string | null): Promise<Emergency[]> {
  const rows = await tx.$queryRaw<Row[]>`
    select g.id, g.person_id as "personId", p.fund_id as "fundId", g.reason, g.recorded_at as "openedAt", g.ends_at as "endsAt",
           glass_is_open(g.id) as "isOpen", s.id as "byId", s.name as "byName",
           (select c.case_code from person_case c where c.person_id = g.person_id order by c.recorded_at limit 1) as "caseCode",
           array(select distinct f from person_reveal l, unnest(l.fields) f
                  where l.glass_id = g.id and f <> 'document' order by f) as fields,
           (select coalesce(jsonb_agg(jsonb_build_object('number', n.number, 'kind', d.kind) order by n.number), '[]')
              from (select distinct l.document_number as number from person_reveal l
                     where l.glass_id = g.id and l.document_number is not null) n
              left join person_document d on d.person_id = g.person_id and d.number = n.number) as documents,
           r.finding, r.note, rs.name as reviewer, r.recorded_at as "reviewedAt"
      from break_glass g join person p on p.id = g.person_id join staff s on s.id = g.staff_id
      left join break_glass_review r on r.glass_id = g.id left join staff rs on rs.id = r.reviewed_by
     where ${personId}::uuid is null or g.person_id = ${personId}::uuid
     order by r.glass_id is not null, g.recorded_at desc limit ${shownAtMost}`
  return rows.map(({ byId, byName, finding, note, reviewer, reviewedAt, ...row }) => ({
    ...row,
    by: { id: byId, name: byName },
    review: finding && note && reviewedAt ? { finding, note, by: reviewer ?? '', at: reviewedAt } : null,
  }))
}
