import { isOffice, type Role } from '#app/domain/staff/access.ts'
import type { SignedInStaff } from '#app/domain/staff/staff.ts'
import { now } from '#app/platform/clock.ts'
import { hashToken } from '#app/platform/crypto.ts'
import { db, inTransaction } from '#app/platform/db.ts'
import { absoluteEnd, idleEnd, seenAgain } from './session-life.ts'

type Row = {
  id: string
  name: string
  email: string
  language: string
  seen_at: Date
  has_passkey: boolean
  has_totp: boolean
  roles: { fundId: string; role: Role }[]
}

/**
 * Whose session this is, with their roles as they are at this moment, or null where it ended, stood idle for 15 minutes,
 * is older than 8 hours, or the person was disabled. Notes that it was seen.
 */
export async function currentSession({ sessionId }: { sessionId: string }): Promise<SignedInStaff | null> {
  const idHash = hashToken(sessionId)
  const at = now()
  const [row] = await db().$queryRaw<Row[]>`
    select p.id, p.name, p.email, p.language, s.seen_at,
           exists (select from staff_passkey k where k.staff_id = p.id) as has_passkey,
           exists (select from staff_totp o where o.staff_id = p.id and o.confirmed_at is not null) as has_totp,
           coalesce((select jsonb_agg(jsonb_build_object('fundId', r.fund_id, 'role', r.role) order by r.fund_id, r.role)
                       from staff_role r where r.staff_id = p.id), '[]') as roles
      from staff_session s join staff p on p.id = s.staff_id
     where s.id_hash = ${idHash} and s.ended_at is null and p.disabled_at is null
       and s.seen_at > ${before(at, idleEnd)} and s.started_at > ${before(at, absoluteEnd)}`
  if (!row) return null

  if (at.getTime() - row.seen_at.getTime() > seenAgain) await noteSeen(idHash, at)
  return {
    id: row.id,
    name: row.name,
    email: row.email,
    language: row.language,
    roles: row.roles,
    fundIds: [...new Set(row.roles.filter(({ role }) => isOffice(role)).map(({ fundId }) => fundId))],
    sessionIdHash: idHash,
    hasPasskey: row.has_passkey,
    hasTotp: row.has_totp,
  }
}

const noteSeen = (idHash: string, at: Date) =>
  inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.staffSession.updateMany({
      where: { idHash, endedAt: null, seenAt: { lt: at } },
      data: { seenAt: at },
    }),
  )

const before = (at: Date, milliseconds: number): Date => new Date(at.getTime() - milliseconds)
