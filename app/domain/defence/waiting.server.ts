import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'
import { givingPause } from './giving-pause.server.ts'

const nothing = { caseCode: null, amountCents: null }

/** A form that takes no gifts now is the administrators' to look at; patterns that nobody has looked at, their funds'. */
export async function waitingDefence(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const mine = (action: 'defence:manage' | 'patterns:look') =>
    staff.fundIds.find((id) => may(personIn(id).roles, action))
  const [manages, looks] = [mine('defence:manage'), mine('patterns:look')]
  const found: Waiting[] = []

  const pause = manages ? await givingPause(tx) : null
  if (manages && pause)
    found.push({
      ...{ ...nothing, act: 'look_at_giving_pause', to: '/admin/defence', fundId: manages },
      ...{ since: pause.at, dueAt: pause.endsAt },
    })
  if (!looks) return found
  const [patterns] = await tx.$queryRaw<{ since: Date | null }[]>`
    select min(g.occurred_at) as since from gift_pattern g
     where not exists (select from gift_pattern_look l where l.pattern_id = g.id)
       and not exists (select from gift_pattern o where o.kind = g.kind and o.about = g.about and o.size > g.size)`
  if (patterns?.since)
    found.push({
      ...{ ...nothing, act: 'look_at_gift_patterns', to: '/admin/defence/patterns', fundId: looks },
      ...{ since: patterns.since, dueAt: null },
    })
  return found
}
