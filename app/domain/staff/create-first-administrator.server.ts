import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { enrolled, isEnrolled } from '#app/domain/staff/enrolled.server.ts'
import { makeSignInLink, type SignInLink } from '#app/domain/staff/links/sign-in-link.server.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'

type First = {
  email: string
  name: string
  language?: string
  /** The host's own decision to add another, where the administrators can no longer help. */
  override?: boolean
}

/**
 * Makes the administrator of all funds and a one-time link to enrol with; there is no default account. While no
 * administrator has enrolled it may be called again. Refuses `administrator_exists` without the host's override, and
 * `first_administrator_is_enrolled` where this person can sign in already.
 */
export async function createFirstAdministrator(first: First): Promise<SignInLink> {
  const email = first.email.trim().toLowerCase()
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    await tx.$executeRaw`select pg_advisory_xact_lock(hashtext('homeward.first_administrator'))`
    if (!first.override && (await someoneAdministers(tx))) throw new Refusal('administrator_exists')

    const known = await tx.staff.findUnique({ where: { email }, select: { id: true } })
    if (known && (await isEnrolled(tx, known.id))) throw new Refusal('first_administrator_is_enrolled')
    const staffId = known?.id ?? (await addPerson(tx, { ...first, email }))
    await tx.$executeRaw`
      insert into staff_role (staff_id, fund_id, role) select ${staffId}::uuid, id, 'administrator' from fund
      on conflict do nothing`
    await recordAudit(tx, {
      actor: { kind: 'host' },
      action: 'staff.first_administrator_made',
      subject: 'staff',
      subjectId: staffId,
      detail: { override: first.override ?? false },
    })
    return makeSignInLink(tx, staffId, 'enrol')
  })
}

const someoneAdministers = async (tx: Tx): Promise<boolean> =>
  (await tx.staffRole.count({ where: { role: 'administrator', staff: enrolled } })) > 0

async function addPerson(
  tx: Tx,
  person: { name: string; email: string; language?: string },
): Promise<string> {
  const { name, email, language = 'en' } = person
  const { id } = await tx.staff.create({ data: { name, email, language }, select: { id: true } })
  return id
}
