import { type Check, sqlCheck } from '#app/domain/ledger/check.ts'
import { hashCheck } from './hash-check.server.ts'
import { openEvidenceBytes } from './sealed-evidence.server.ts'

export const evidenceChecks: Check[] = [
  hashCheck({
    name: 'evidence_matches_its_hash',
    next: `select e.id, e.sha256, c.sealed from bond_evidence e join bond_evidence_content c on c.evidence_id = e.id
            where e.id > $1 order by e.id limit 1`,
    open: openEvidenceBytes,
  }),
  sqlCheck(
    'evidence_is_reviewed_by_another',
    `select e.id from bond_evidence e join bond_evidence_review r on r.evidence_id = e.id where r.reviewed_by = e.added_by
     union all
     select e.id from bond_evidence e left join bond_evidence_review r on r.evidence_id = e.id
       left join bond_evidence_content c on c.evidence_id = e.id
      where c.evidence_id is null and coalesce(r.clean, true)
         or c.evidence_id is not null and not r.clean and not bond_is_on_hold(e.bond_id)`,
  ),
]
