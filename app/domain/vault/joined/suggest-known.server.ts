import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { lockRequest } from '#app/domain/requests/lock-request.server.ts'
import type { Tx } from '#app/platform/db.ts'
import { readFields } from '../read-fields.server.ts'
import { refuseJoined } from './refuse-joined.server.ts'

/** By what they seem to be the same: never the value itself. */
export type SameBy = 'a_number' | 'booking' | 'docket' | 'name_and_birth' | 'name'

export type KnownPerson = { personId: string; caseCodes: string[]; sameBy: SameBy[] }

/** The surest first. */
const order: SameBy[] = ['a_number', 'booking', 'docket', 'name_and_birth', 'name']

/**
 * Whom the fund may know already of those whom a request is for: case codes, and by what. Nothing is shown of anyone; two whose
 * birth dates are known and differ are not the same by name. That someone looked is kept. Refuses `request_unknown`,
 * `role_may_not`, `person_is_erased` and `person_is_joined_once`.
 */
export const suggestKnown = (of: { staff: ActingStaff; requestId: string }): Promise<KnownPerson[]> =>
  attempt(
    {
      staff: of.staff,
      action: 'request.known_looked_for',
      subject: 'request',
      subjectId: of.requestId,
    },
    async (tx) => {
      const { staff, requestId } = of
      const { fundId, personId } = await lockRequest(tx, requestId)
      await requireRole(tx, { staffId: staff.id, fundId, action: 'requests:work' })
      await refuseJoined(tx, personId)
      const found = await alike(tx, personId)
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'request.known_looked_for',
        subject: 'request',
        subjectId: requestId,
        fundId,
        detail: { found: found.length },
      })
      return found
    },
  )

async function alike(tx: Tx, personId: string): Promise<KnownPerson[]> {
  const rows = await tx.$queryRaw<{ personId: string; kinds: (SameBy & string)[]; caseCodes: string[] }[]>`
    select l.person_id as "personId", array_agg(l.kind order by l.kind) as kinds,
           array(select c.case_code from person_case c where c.person_id = l.person_id order by c.recorded_at) as "caseCodes"
      from known_like(${personId}::uuid) l group by l.person_id order by l.person_id limit 20`
  const born = await birthOf(tx, personId)
  const found: KnownPerson[] = []
  for (const { kinds, ...known } of rows) {
    const theirs = kinds.includes('name') ? await birthOf(tx, known.personId) : null
    const differ = born !== null && theirs !== null && born !== theirs
    const sameBy = kinds
      .filter((kind) => kind !== 'name' || !differ)
      .map((kind): SameBy => (kind === 'name' && born !== null && born === theirs ? 'name_and_birth' : kind))
    if (sameBy.length > 0) found.push({ ...known, sameBy })
  }
  const surest = ({ sameBy }: KnownPerson) => Math.min(...sameBy.map((each) => order.indexOf(each)))
  return found.sort((one, other) => surest(one) - surest(other))
}

/** Compared here and shown to nobody. */
const birthOf = async (tx: Tx, personId: string): Promise<string | null> =>
  (await readFields(tx, { personId, caseCode: null })).birth_date ?? null
