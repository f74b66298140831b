import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'

export type Actor = { kind: 'staff'; id: string } | { kind: 'system' } | { kind: 'host' }

export type AuditEntry = {
  actor: Actor
  /** `noun.verb`, such as `disbursement.approved`. */
  action: string
  subject: string
  subjectId?: string
  fundId?: string
  /** Codes, counts and amounts in cents. Never a name, never free text: this row cannot be deleted. */
  detail?: Record<string, string | number | boolean>
}

/** Writes what was done, in the transaction that did it. */
export async function recordAudit(tx: Tx, entry: AuditEntry): Promise<void> {
  await writeAudit(tx, entry, 'done')
}

export async function writeAudit(tx: Tx, entry: AuditEntry, outcome: 'done' | 'refused'): Promise<void> {
  await tx.$executeRaw`
    insert into audit_event (actor_kind, actor_id, action, subject, subject_id, fund_id, outcome, detail, occurred_at)
    values (${entry.actor.kind}, ${entry.actor.kind === 'staff' ? entry.actor.id : null}::uuid, ${entry.action},
            ${entry.subject}, ${entry.subjectId ?? ''}, ${entry.fundId ?? null}::uuid, ${outcome},
            ${JSON.stringify(entry.detail ?? {})}::jsonb, ${now()})`
}
