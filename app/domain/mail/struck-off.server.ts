import { type Cursor, writeCursor } from '#app/domain/disbursements/reads/cursor.ts'
import { maskEmail } from '#app/domain/gifts/mask-email.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { Prisma } from '#prisma/generated/client.ts'

export type StruckOff = {
  id: string
  /** As a list may show it; null where no donor of these funds has it any more. */
  email: string | null
  cause: string
  reach: string
  occurredAt: Date
}

const pageSize = 50

/** A page of the addresses that are not written to, the newest first. */
export async function struckOff(
  tx: Tx,
  { fundIds, after }: { fundIds: string[]; after: Cursor | null },
): Promise<{ struckOff: StruckOff[]; next: string | null }> {
  const rows = await tx.$queryRaw<StruckOff[]>`
    select l.*, (${addressIn(fundIds)}) as email
      from (select s.id, s.address_hash, s.cause, s.reach, date_trunc('milliseconds', s.occurred_at) as "occurredAt"
              from mail_suppression s
             where not exists (select from mail_suppression_end e where e.suppression_id = s.id)
               and (${after?.at ?? null}::timestamptz is null
                    or (date_trunc('milliseconds', s.occurred_at), s.id) < (${after?.at ?? null}::timestamptz, ${after?.id ?? null}::uuid))
             order by 5 desc, s.id desc limit ${pageSize + 1}::int) l
     order by l."occurredAt" desc, l.id desc`
  const shown = rows.slice(0, pageSize)
  const last = rows.length > pageSize ? shown.at(-1) : undefined
  return {
    struckOff: shown.map(listed),
    next: last ? writeCursor({ at: last.occurredAt, id: last.id }) : null,
  }
}

/** Why one whole address is not written to; nothing where it is, and where it is a donor's of other funds. */
export async function findStruckOff(of: { fundIds: string[]; address: string }): Promise<StruckOff[]> {
  const { fundIds, address } = of
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const rows = await tx.$queryRaw<StruckOff[]>`
      select l.id, l.cause, l.reach, l.occurred_at as "occurredAt", (${addressIn(fundIds)}) as email
        from mail_suppression l
       where l.address_hash = address_hash(${address})
         and not exists (select from mail_suppression_end e where e.suppression_id = l.id)
       order by l.occurred_at desc, l.id`
    return rows.filter(({ email }) => email !== null).map(listed)
  })
}

/** Why nothing, or no topic, is sent to any address of a donor. */
export const mailStopsOf = (tx: Tx, { donorId }: { donorId: string }): Promise<Omit<StruckOff, 'email'>[]> =>
  tx.$queryRaw<Omit<StruckOff, 'email'>[]>`
    select s.id, s.cause, s.reach, s.occurred_at as "occurredAt"
      from donor d join mail_suppression s on s.address_hash = address_hash(d.email)
     where d.id = any (donor_family(${donorId}::uuid))
       and not exists (select from mail_suppression_end e where e.suppression_id = s.id)
     order by s.occurred_at desc, s.id`

/** An address is shown to those in whose funds its donor gave, or where they gave to none yet; of others only that there is one. */
const addressIn = (fundIds: string[]): Prisma.Sql => Prisma.sql`
  select d.email from donor_at_address d
   where d.address_hash = l.address_hash and donor_in_funds(d.donor_id, ${fundIds}::uuid[]) limit 1`

const listed = ({ id, email, cause, reach, occurredAt }: StruckOff): StruckOff => ({
  ...{ id, cause, reach, occurredAt },
  email: email && maskEmail(email),
})
