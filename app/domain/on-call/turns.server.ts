import type { Tx } from '#app/platform/db.ts'
import { openPhone } from './phone.server.ts'
import type { Span } from './turn.ts'

export type Turn = Span & { id: string; fundId: string; staffId: string; name: string; phone: string }

/** The turns in these funds that are under way or begin before a moment, the first one first. Only of those who may approve still. */
export async function turns(tx: Tx, of: { fundIds: string[]; at: Date; until: Date }): Promise<Turn[]> {
  const rows = await tx.$queryRaw<(Omit<Turn, 'phone'> & { phoneSealed: Uint8Array })[]>`
    select t.id, t.fund_id as "fundId", t.staff_id as "staffId", s.name, t.starts_at as "startsAt", t.ends_at as "endsAt",
           t.phone_sealed as "phoneSealed"
      from on_call_turn t join staff s on s.id = t.staff_id
     where t.fund_id = any(${of.fundIds}::uuid[]) and t.ends_at > ${of.at} and t.starts_at <= ${of.until}
       and holds_role(t.staff_id, t.fund_id, array['approver', 'administrator'])
       and not exists (select from on_call_turn_end e where e.turn_id = t.id)
     order by t.starts_at, t.ends_at, t.id`
  return rows.map(({ phoneSealed, ...turn }) => ({ ...turn, phone: openPhone(turn.id, phoneSealed) }))
}
