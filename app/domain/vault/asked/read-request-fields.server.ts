import type { Tx } from '#app/platform/db.ts'
import { openRequestField } from '../crypto.server.ts'
import { personKey } from '../person-key.server.ts'
import type { RequestField } from './request-field.ts'

export type Answered = {
  requestId: string
  /** The request's code, as the asker was told it. */
  code: string
  /** Whether this asker allowed that a voicemail is left at this number. */
  voicemail: boolean
  field: RequestField
  plain: string
}

/**
 * Opens what is known for each request of a person, or for one of them, the oldest first. People of staff read through `look`,
 * which keeps who looked. Refuses `person_unknown` and `person_is_erased`.
 */
export async function readRequestFields(
  tx: Tx,
  of: { personId: string; requestId?: string },
): Promise<Answered[]> {
  const { personId, requestId = null } = of
  const key = await personKey(tx, personId)
  const rows = await tx.$queryRaw<(Omit<Answered, 'plain'> & { sealed: Uint8Array })[]>`
    select s.request_id as "requestId", r.code, r.voicemail, s.field, s.sealed
      from (select distinct on (request_id, field) * from request_field
             where person_id = ${personId}::uuid and (${requestId}::uuid is null or request_id = ${requestId}::uuid)
             order by request_id, field, version desc) s
      join help_request r on r.id = s.request_id
     order by r.recorded_at, r.id, s.field`
  return rows.map(({ sealed, ...row }) => ({ ...row, plain: openRequestField(sealed, row, key) }))
}
