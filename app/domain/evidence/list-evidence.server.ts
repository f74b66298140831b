import type { Tx } from '#app/platform/db.ts'

export type ListedEvidence = {
  id: string
  purpose: string
  receiptNumber: string
  sha256: string
  addedBy: string
  by: string
  at: Date
  /** Null until a second person has looked. */
  clean: boolean | null
  reviewer: string | null
  /** Whether a copy that named somebody is still kept, for a legal demand. */
  held: boolean
}

/** The covered copies of a bond with all its parts, the newest first. None is opened to make it. */
export const listEvidence = (tx: Tx, bondId: string): Promise<ListedEvidence[]> => tx.$queryRaw<
  ListedEvidence[]
>`
  select e.id, e.purpose, e.receipt_number as "receiptNumber", e.sha256, e.added_by as "addedBy", s.name as by,
         e.occurred_at as at, r.clean, v.name as reviewer,
         not coalesce(r.clean, true) and exists (select from bond_evidence_content c where c.evidence_id = e.id) as held
    from bond_evidence e join staff s on s.id = e.added_by
    left join bond_evidence_review r on r.evidence_id = e.id left join staff v on v.id = r.reviewed_by
   where e.bond_id in (select bond_id from parts_of_bond(${bondId}::uuid)) order by e.recorded_at desc`
