import type { Tx } from '#app/platform/db.ts'
import { sealRequestField } from '../crypto.server.ts'
import { lockPerson } from '../lock-person.server.ts'
import { personKey } from '../person-key.server.ts'
import type { RequestField } from './request-field.ts'

export type OfRequest = { personId: string; requestId: string }

/**
 * Seals what is known for a request now, under the key of its person. What was known before is removed, unless a legal demand
 * is open that covers the person.
 */
export async function writeRequestField(
  tx: Tx,
  of: OfRequest & { field: RequestField; plain: string },
): Promise<void> {
  const { personId, requestId, field, plain } = of
  await lockPerson(tx, personId)
  const key = await personKey(tx, personId)
  const [last] = await tx.$queryRaw<{ version: number; held: boolean }[]>`
    select coalesce(max(version), 0)::int as version, person_is_on_hold(${personId}::uuid) as held
      from request_field where request_id = ${requestId}::uuid and field = ${field}`
  const version = (last?.version ?? 0) + 1
  const sealed = sealRequestField(plain, of, key)
  await tx.requestField.create({ data: { requestId, personId, field, version, sealed } })
  if (!last?.held) await tx.requestField.deleteMany({ where: { requestId, field, version: { lt: version } } })
}
