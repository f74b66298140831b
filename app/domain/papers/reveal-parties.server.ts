import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { openParty } from '#app/domain/vault/crypto.server.ts'
import { permitLook } from '#app/domain/vault/permit-look.server.ts'
import { personKey } from '#app/domain/vault/person-key.server.ts'
import type { RevealReason } from '#app/domain/vault/reasons.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { personOfBond } from './open-paper-act.server.ts'
import type { PartyRole } from './party.ts'

type Look = { staff: ActingStaff; bondId: string; reason: RevealReason }

/**
 * Shows the names on a bond's papers. Who looked, and why, is kept for good before they see it. Refuses
 * `name_needs_a_person` and what `permitLook` does.
 */
export const revealParties = (look: Look): Promise<{ role: PartyRole; name: string }[]> =>
  attempt({ staff: look.staff, action: 'person.revealed', subject: 'person' }, (tx) => show(tx, look))

async function show(tx: Tx, { staff, bondId, reason }: Look) {
  const personId = await personOfBond(tx, bondId)
  if (!personId) throw new Refusal('name_needs_a_person')
  const { caseCode } = await tx.bond.findUniqueOrThrow({ where: { id: bondId }, select: { caseCode: true } })
  const { fundId } = await permitLook(tx, { staff, personId, caseCode, opened: ['party'], reason })
  const key = await personKey(tx, personId)
  const rows = await tx.$queryRaw<{ role: PartyRole; partyId: string; sealed: Uint8Array }[]>`
    select distinct on (p.role) p.role, n.party_id as "partyId", n.sealed
      from bond_party p join person_party n on n.party_id = p.id
     where p.bond_id in (select bond_id from parts_of_bond(${bondId}::uuid)) order by p.role, n.recorded_at desc`
  await tx.personReveal.create({
    data: { personId, staffId: staff.id, fields: ['party'], caseCode, reason, occurredAt: now() },
  })
  await recordAudit(tx, {
    actor: { kind: 'staff', id: staff.id },
    action: 'person.revealed',
    subject: 'person',
    subjectId: personId,
    fundId,
    detail: { reason, fields: 'party', caseCode },
  })
  return rows.map(({ role, partyId, sealed }) => ({
    role,
    name: openParty(sealed, { personId, partyId }, key),
  }))
}
