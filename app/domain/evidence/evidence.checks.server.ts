import { type Check, type Queryable, sqlCheck } from '#app/domain/ledger/check.ts'
import { sha256Hex } from '#app/platform/crypto.ts'
import { openEvidenceBytes } from './sealed-evidence.server.ts'

/** Opens one file after the other, so that many large ones never lie in memory together. */
async function firstThatDiffers(db: Queryable): Promise<Record<string, unknown> | null> {
  let last = '00000000-0000-0000-0000-000000000000'
  for (;;) {
    const { rows } = await db.query<{ id: string; sha256: string; sealed: Uint8Array }>(
      `select e.id, e.sha256, c.sealed from bond_evidence e join bond_evidence_content c on c.evidence_id = e.id
        where e.id > $1 order by e.id limit 1`,
      [last],
    )
    const [row] = rows
    if (!row) return null
    if (hashOf(row) !== row.sha256) return { id: row.id, sha256: row.sha256 }
    last = row.id
  }
}

function hashOf({ id, sealed }: { id: string; sealed: Uint8Array }): string | null {
  try {
    return sha256Hex(openEvidenceBytes(id, sealed))
  } catch {
    return null
  }
}

export const evidenceChecks: Check[] = [
  { name: 'evidence_matches_its_hash', run: firstThatDiffers },
  sqlCheck(
    'evidence_is_reviewed_by_another',
    `select e.id from bond_evidence e join bond_evidence_review r on r.evidence_id = e.id where r.reviewed_by = e.added_by
     union all
     select e.id from bond_evidence e left join bond_evidence_review r on r.evidence_id = e.id
       left join bond_evidence_content c on c.evidence_id = e.id
      where (c.evidence_id is null) <> coalesce(not r.clean, false)`,
  ),
]
