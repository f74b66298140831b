import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { isBondKind } from '#app/domain/disbursements/disbursement.ts'
import type { Tx } from '#app/platform/db.ts'
import { rulesInForce } from './findings.server.ts'
import { isBlocking } from './judge.ts'

type Judged = {
  id: string
  contentHash: string
  fundId: string
  kind: string
  caseCode: string
}

/**
 * Writes down what each rule about charges says of a disbursement's case at this moment: the rule and its answer, never a
 * class. A payment needs it from its own transaction, so that nothing is paid on what was known before. What blocks is told
 * in the audit, by rule and version, when somebody puts it forward or approves it.
 */
export async function keepChargeFindings(
  tx: Tx,
  of: { disbursement: Judged; by: string; at: Date; act: 'proposed' | 'approved' | 'paid' },
): Promise<void> {
  const { disbursement, by, at, act } = of
  const { id, fundId, kind } = disbursement
  if (!isBondKind(kind)) return
  for (const rule of await rulesInForce(tx, { ...disbursement, at })) {
    if (rule.charge === null) continue
    await tx.$executeRaw`
      insert into charge_finding (disbursement_id, rule_id, outcome)
      values (${id}::uuid, ${rule.id}::uuid, ${rule.charge})
      on conflict (disbursement_id, rule_id) do update set outcome = excluded.outcome`
    if (act === 'paid' || !isBlocking(rule)) continue
    await recordAudit(tx, {
      actor: { kind: 'staff', id: by },
      action: 'disbursement.rule_found',
      subject: 'disbursement',
      subjectId: id,
      fundId,
      detail: { rule: rule.code, version: rule.version, act },
    })
  }
}
