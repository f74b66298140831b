import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { refuseDayBeforeCase } from '#app/domain/disbursements/refuse-day-before-case.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { sealParty } from '#app/domain/vault/crypto.server.ts'
import { lockPerson } from '#app/domain/vault/lock-person.server.ts'
import { personKey } from '#app/domain/vault/person-key.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { openPaperAct, type PaperBonds, personOfBond } from './open-paper-act.server.ts'
import { type Holder, holdersOf, type PartyRole } from './party.ts'

type Party = {
  staff: ActingStaff
  bondId: string
  role: PartyRole
  holder: Holder
  /** As the paper has it; empty where only the word is known. */
  name: string
  /** When the bail was signed over to the fund, as `2026-11-21`. */
  signedOn: string | null
}

/**
 * In whose name something stands, each change a record of its own. A name is sealed with the person of the case; what
 * stood there before is removed, unless a legal demand covers the person. Of a bond that funds share it is written once.
 * Refuses `party_is_of_its_role`, `assignment_has_its_day`, `paper_lies_ahead`, `day_is_of_its_case`, `name_needs_a_person`,
 * `person_is_erased`, `shared_bond_needs_every_fund` and `role_may_not`.
 */
export async function recordParty(party: Party): Promise<void> {
  const { staff, bondId, role, holder, name, signedOn } = party
  const { timezone } = await organization()
  await attempt({ staff, action: 'bond.party_recorded', subject: 'bond', subjectId: bondId }, async (tx) => {
    const at = now()
    const bonds = await openPaperAct(tx, party)
    const [{ id: keptWith, caseCode }] = bonds
    if (!holdersOf[role].includes(holder)) throw new Refusal('party_is_of_its_role', {}, 'holder')
    const isSigned = role === 'assignee' && holder === 'fund'
    if (isSigned !== (signedOn !== null)) throw new Refusal('assignment_has_its_day', {}, 'signedOn')
    if (signedOn !== null && signedOn > dayOf(at, timezone))
      throw new Refusal('paper_lies_ahead', {}, 'signedOn')
    if (signedOn !== null) await refuseDayBeforeCase(tx, { caseCode, day: signedOn, field: 'signedOn' })

    const partyId = randomUUID()
    await tx.bondParty.create({
      data: {
        ...{ id: partyId, bondId: keptWith, role, holder },
        signedOn: signedOn === null ? null : new Date(signedOn),
        recordedBy: staff.id,
        occurredAt: at,
      },
    })
    await forgetEarlierNames(tx, { bonds, role })
    if (name !== '') await keepName(tx, { bondId: keptWith, partyId, name })
    await tellAudit(tx, {
      ...{ staff, bonds, action: 'bond.party_recorded' },
      detail: { role, holder, named: name === '' ? 'no' : 'yes' },
    })
  })
}

async function forgetEarlierNames(
  tx: Tx,
  { bonds, role }: { bonds: PaperBonds; role: string },
): Promise<void> {
  const bondIds = bonds.map(({ id }) => id)
  await tx.$executeRaw`
    delete from person_party n using bond_party p
     where p.id = n.party_id and p.bond_id = any(${bondIds}::uuid[]) and p.role = ${role}
       and not person_is_on_hold(n.person_id)`
}

async function keepName(tx: Tx, of: { bondId: string; partyId: string; name: string }): Promise<void> {
  const { bondId, partyId, name } = of
  const personId = await personOfBond(tx, bondId)
  if (!personId) throw new Refusal('name_needs_a_person', {}, 'name')
  await lockPerson(tx, personId)
  const key = await personKey(tx, personId)
  await tx.personParty.create({
    data: { partyId, personId, sealed: sealParty(name, { personId, partyId }, key) },
  })
}
