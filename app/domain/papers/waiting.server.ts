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
  const all = [...(await mailboxesToOpen(tx, staff.id)), ...(await officesToTell(tx))]
  const mayFollow = (fundId: string) => may(personIn(fundId).roles, 'bonds:follow')
  return [
    // A bond that funds share has one copy, for someone who keeps the papers of each of them.
    ...(await copiesToReview(tx, staff.id))
      .filter(({ fundIds }) => fundIds.every(mayFollow))
      .map(({ fundIds: _, ...waiting }) => waiting),
    ...all.filter(({ fundId }) => mayFollow(fundId)),
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

const officesToTell = (tx: Tx): Promise<Waiting[]> => tx.$queryRaw<Waiting[]>`
  with a as (select * from address_change order by recorded_at desc limit 1)
  select 'tell_address' as act, '/admin/address-change' as "to", u.fund_id as "fundId", null as "caseCode",
         null::bigint as "amountCents", min(u.occurred_at) as since, null::timestamptz as "dueAt"
    from (select b.fund_id, a.occurred_at
            from a join bond b on b.posted_at <= a.occurred_at and b.state not in ('closed', 'returned_unposted')
           where not exists (select from address_change_notice n where n.change_id = a.id and n.bond_id = b.id)
          union all
          select d.fund_id, a.occurred_at
            from a join disbursement d on d.kind = 'immigration_bond' and contract_stands_since(d.id, a.occurred_at)
           where not exists (select from address_change_contract_notice n
                              where n.change_id = a.id and n.disbursement_id = d.id)) u
   group by u.fund_id`
