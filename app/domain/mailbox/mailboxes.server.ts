import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { may, rolesFor } from '#app/domain/staff/access.ts'
import { fundsWhere, rolesIn, type SignedInStaff } from '#app/domain/staff/staff.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { checkIsDue } from './mailbox.ts'

export type StandingMailbox = {
  fundId: string
  address: string
  firstReader: string | null
  otherReader: string | null
  /** Of those two who still work here and may open it: fewer when one has left or lost the role. */
  standingReaders: number
  /** When it was set as it stands. */
  setAt: Date
  /** Set up, or last opened. */
  since: Date
}

/** The mailbox of each fund as it stands, for the funds of the scope. */
export const standingMailboxes = (tx: Tx): Promise<StandingMailbox[]> => tx.$queryRaw<StandingMailbox[]>`
  select b.fund_id as "fundId", b.address, b.first_reader as "firstReader", b.other_reader as "otherReader",
         b.occurred_at as "setAt",
         (select count(distinct s.id)::integer from staff s join staff_role r on r.staff_id = s.id and r.fund_id = b.fund_id
           where s.id in (b.first_reader, b.other_reader) and s.disabled_at is null
             and r.role = any(${[...rolesFor('bonds:follow')]}::text[])) as "standingReaders",
         greatest((select min(x.occurred_at) from bond_mailbox x where x.fund_id = b.fund_id),
                  (select max(c.occurred_at) from bond_mailbox_check c where c.fund_id = b.fund_id)) as since
    from (select distinct on (fund_id) * from bond_mailbox order by fund_id, id desc) b`

type Reader = Pick<SignedInStaff, 'id' | 'fundIds' | 'roles'> & { language: string }

/** The mailbox of every fund that this person works in: who reads it, when it was opened, whether that is overdue. */
export const mailboxes = ({ staff }: { staff: Reader }) =>
  inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const fundIds = fundsWhere(staff, 'bonds:read')
    const names = await fundNames(tx, { fundIds, language: staff.language })
    const boxes = new Map((await standingMailboxes(tx)).map((box) => [box.fundId, box]))
    const people = await possibleReaders(tx, fundIds)
    const checks = await lastChecks(tx, fundIds)
    return fundIds.map((fundId) => {
      const box = boxes.get(fundId) ?? null
      const readers = [box?.firstReader, box?.otherReader].filter((id) => id != null)
      const nameOf = (id: string) => people.find((one) => one.id === id && one.fundId === fundId)?.name
      return {
        fundId,
        fundName: names.get(fundId) ?? '',
        box,
        // Someone who left, or lost the role, reads no more.
        readers: readers.map(nameOf).filter((name) => name !== undefined),
        overdue: box !== null && checkIsDue(box.since) <= now(),
        checks: checks.filter((check) => check.fundId === fundId),
        people: people.filter((one) => one.fundId === fundId),
        maySet: may(rolesIn(staff, fundId), 'funds:manage'),
        mayCheck: readers.includes(staff.id) && may(rolesIn(staff, fundId), 'bonds:follow'),
      }
    })
  })

const possibleReaders = (tx: Tx, fundIds: string[]) =>
  tx.$queryRaw<{ id: string; fundId: string; name: string }[]>`
    select distinct s.id, r.fund_id as "fundId", s.name
      from staff_role r join staff s on s.id = r.staff_id and s.disabled_at is null
     where r.fund_id = any(${fundIds}::uuid[]) and r.role = any(${[...rolesFor('bonds:follow')]}::text[])
     order by s.name, s.id`

type Check = {
  id: bigint
  fundId: string
  courtLetters: number
  iceLetters: number
  by: string
  at: Date
}

const lastChecks = (tx: Tx, fundIds: string[]): Promise<Check[]> => tx.$queryRaw<Check[]>`
  select c.id, c.fund_id as "fundId", c.court_letters as "courtLetters", c.ice_letters as "iceLetters", s.name as by,
         c.occurred_at as at
    from (select *, row_number() over (partition by fund_id order by id desc) as place from bond_mailbox_check) c
    join staff s on s.id = c.checked_by
   where c.place <= 8 and c.fund_id = any(${fundIds}::uuid[]) order by c.id desc`
