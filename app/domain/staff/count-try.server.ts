import { Refusal } from '#app/domain/refusal.ts'
import { sha256Hex } from '#app/platform/crypto.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { networkOf } from '#app/platform/network-of.ts'

/** Sign-ins begun from one network address within 15 minutes; an office shares one. */
const fromOneAddress = 60

/** Refuses `too_many_attempts` where one address begins too many sign-ins, whoever they are for. */
export async function refuseTooManyFrom(address: string): Promise<void> {
  const tries = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    countTry(tx, tryKey('staff-sign-in', networkOf(address))),
  )
  if (tries > fromOneAddress) throw new Refusal('too_many_attempts', {}, 'code')
}

/** What is counted, and for whom; kept as a digest, since whom it is for may be a person's address. */
export const tryKey = (what: string, forWhom: string): string => `${what}:${sha256Hex(forWhom)}`

/** Counts one more try and answers how many there were within 15 minutes, this one included. */
export async function countTry(tx: Tx, key: string): Promise<number> {
  const [row] = await tx.$queryRaw<{ points: number }[]>`
    insert into rate_limit as l (key, points, expire)
    values (${key}, 1, (extract(epoch from now() + interval '15 minutes') * 1000)::bigint)
    on conflict (key) do update
      set points = case when l.expire < extract(epoch from now()) * 1000 then 1 else l.points + 1 end,
          expire = case when l.expire < extract(epoch from now()) * 1000 then excluded.expire else l.expire end
    returning points`
  return row?.points ?? 1
}
