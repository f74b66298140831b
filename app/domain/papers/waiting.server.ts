import { checkIsDue } from '#app/domain/mailbox/mailbox.ts'
import { standingMailboxes } from '#app/domain/mailbox/mailboxes.server.ts'
import { may, type Role } from '#app/domain/staff/access.ts'
import type { Waiting } from '#app/domain/waiting.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'

type Person = { id: string; roles: readonly Role[] }
type For = { staff: { id: string }; personIn: (fundId: string) => Person }

/** What waits of a bond's papers: a copy to look over, a mailbox to open, to set or without its second reader, courts to tell of a new address. */
export async function waitingPapers(tx: Tx, { staff, personIn }: For): Promise<Waiting[]> {
  const mayFollow = (fundId: string) => may(personIn(fundId).roles, 'bonds:follow')
  return [
    // A bond that funds share has one copy, for someone who keeps the papers of each of them.
    ...(await copiesToReview(tx, staff.id))
      .filter(({ fundIds }) => fundIds.every(mayFollow))
      .map(({ fundIds: _, ...waiting }) => waiting),
    ...(await mailboxesToOpen(tx, staff.id)).filter(({ fundId }) => mayFollow(fundId)),
    ...(await officesToTell(tx, mayFollow)),
    ...[...(await readersToName(tx)), ...(await mailboxesToSet(tx))].filter(({ fundId }) =>
      may(personIn(fundId).roles, 'funds:manage'),
    ),
  ]
}

const copiesToReview = (tx: Tx, staffId: string) => tx.$queryRaw<(Waiting & { fundIds: string[] })[]>`
  select 'review_evidence' as act, '/admin/bonds/' || b.id || '/evidence' as "to", b.fund_id as "fundId",
         b.case_code as "caseCode", null::bigint as "amountCents", e.occurred_at as since, null::timestamptz as "dueAt",
         array(select p.fund_id from parts_of_bond(b.id) p) as "fundIds"
    from bond_evidence e join bond b on b.id = e.bond_id
   where e.added_by <> ${staffId}::uuid and not exists (select from bond_evidence_review r where r.evidence_id = e.id)
   order by e.occurred_at limit 100`

/** Whoever read a mailbox has left: those who set it name another, before a letter waits for the one who stayed. */
async function readersToName(tx: Tx): Promise<Waiting[]> {
  const boxes = await standingMailboxes(tx)
  return boxes
    .filter(({ standingReaders }) => standingReaders < 2)
    .map(({ fundId, setAt }) => ({
      ...{ act: 'name_mailbox_reader', to: '/admin/mailbox', fundId, caseCode: null, amountCents: null },
      since: setAt,
      dueAt: null,
    }))
}

/** Letters of courts and of ICE come to a fund whose bonds are out, whether or not anyone is named to open them. */
const mailboxesToSet = (tx: Tx): Promise<Waiting[]> => tx.$queryRaw<Waiting[]>`
  select 'set_mailbox' as act, '/admin/mailbox' as "to", b.fund_id as "fundId", null as "caseCode",
         null::bigint as "amountCents", min(b.posted_at) as since, null::timestamptz as "dueAt"
    from bond b
   where b.state not in ('closed', 'returned_unposted')
     and not exists (select from bond_mailbox m where m.fund_id = b.fund_id)
   group by b.fund_id`

async function mailboxesToOpen(tx: Tx, staffId: string): Promise<Waiting[]> {
  const boxes = await standingMailboxes(tx)
  return boxes
    .filter(({ firstReader, otherReader }) => firstReader === staffId || otherReader === staffId)
    .filter(({ since }) => checkIsDue(since) <= now())
    .map(({ fundId, since }) => ({
      ...{ act: 'check_mailbox', to: '/admin/mailbox', fundId, caseCode: null, amountCents: null },
      since,
      dueAt: checkIsDue(since),
    }))
}

/** Once a fund; of a bond that funds share in the first of them, for someone who keeps the papers of each. */
async function officesToTell(tx: Tx, mayFollow: (fundId: string) => boolean): Promise<Waiting[]> {
  const untold = await tx.$queryRaw<{ fundIds: [string, ...string[]]; since: Date }[]>`
    with a as (select * from address_change order by recorded_at desc limit 1)
    select distinct u.fund_ids as "fundIds", u.occurred_at as since
      from (select case when own.shared_bond_id is null then array[b.fund_id]
                        else array(select p.fund_id from shared_bond_part p
                                    where p.shared_bond_id = own.shared_bond_id order by p.position) end as fund_ids,
                   a.occurred_at
              from a join bond b on b.posted_at <= a.occurred_at and b.state not in ('closed', 'returned_unposted')
              left join shared_bond_part own on own.disbursement_id = b.disbursement_id
             where not exists (select from address_change_notice n where n.change_id = a.id and n.bond_id = b.id)
            union all
            select array[d.fund_id], a.occurred_at
              from a join disbursement d on d.kind = 'immigration_bond' and contract_stands_since(d.id, a.occurred_at)
             where not exists (select from address_change_contract_notice n
                                where n.change_id = a.id and n.disbursement_id = d.id)) u`
  const theirs = untold.filter(({ fundIds }) => fundIds.every(mayFollow))
  const byFund = new Map(theirs.map(({ fundIds: [fundId], since }) => [fundId, since]))
  return [...byFund].map(([fundId, since]) => ({
    ...{ act: 'tell_address', to: '/admin/address-change', fundId, caseCode: null, amountCents: null },
    since,
    dueAt: null,
  }))
}
