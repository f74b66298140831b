import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { may, type Role } from '#app/domain/staff/access.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { isLargeCash } from '../large-cash.ts'
import { movedWithinADay } from './moved-within-a-day.server.ts'
import { peopleWho, type Someone } from './people-of-fund.server.ts'
import { relatedCash } from './related-cash.server.ts'

export type SignOutFund = {
  id: string
  name: string
  posters: Someone[]
  /** Approved, could be paid in cash, and its cash not out yet: the fund's part, and what is held of a family for it. */
  disbursements: { id: string; caseCode: string; totalCents: bigint; familyCents: bigint }[]
}

export type SignOutChoices = {
  funds: SignOutFund[]
  /** What was asked for by address, where it can be signed out for. */
  chosen: {
    id: string
    fundId: string
    totalCents: bigint
    familyCents: bigint
    largeCents: bigint | null
  } | null
  /** Cents of cash that came out of the bank within a day: what else is signed out of it today is one with them. */
  drawnCents: bigint
}

/** The funds in which this person may sign cash out, to whom, and for what. */
export async function signOutChoices(of: {
  staff: Reader
  disbursementId: string | null
}): Promise<SignOutChoices> {
  const { staff, disbursementId } = of
  const rolesIn = (fundId: string): Role[] =>
    staff.roles.filter((held) => held.fundId === fundId).map(({ role }) => role)
  const fundIds = staff.fundIds.filter((fundId) => may(rolesIn(fundId), 'cash:handle'))
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const names = await fundNames(tx, { fundIds, language: staff.language })
    const approved = await approvedOf(tx, fundIds)
    const funds: SignOutFund[] = []
    for (const id of fundIds) {
      const posters = await peopleWho(tx, { fundId: id, action: 'disbursements:pay' })
      funds.push({
        id,
        name: names.get(id) ?? '',
        posters: posters.filter((poster) => poster.id !== staff.id),
        disbursements: approved.filter(({ fundId }) => fundId === id),
      })
    }
    const found = approved.find(({ id }) => id === disbursementId)
    const { cash_box: drawnCents } = await movedWithinADay(tx, now())
    return { funds, chosen: found ? await withWarning(tx, found) : null, drawnCents }
  })
}

type Approved = SignOutFund['disbursements'][number] & { fundId: string }

const approvedOf = (tx: Tx, fundIds: string[]) => tx.$queryRaw<Approved[]>`
  select d.id, d.fund_id as "fundId", d.case_code as "caseCode", r.amount_cents as "totalCents",
         coalesce((select greatest(max(copay_unclaimed_cents(a.id)), 0) from copay_agreement a
                    where a.fund_id = d.fund_id and a.case_code = d.case_code and is_own_bond(d.id)), 0)::bigint as "familyCents"
    from disbursement d join reservation r on r.disbursement_id = d.id and r.held
   where d.fund_id = any(${fundIds}::uuid[]) and d.state = 'approved' and not cash_is_out(d.id) and why_no_cash_for(d.id) is null
   order by d.occurred_at, d.id limit 200`

async function withWarning(tx: Tx, { id, fundId, totalCents, familyCents }: Approved) {
  const related = await relatedCash(tx, {
    ...{ posterId: null, disbursementIds: [id], at: now(), exceptAdvanceId: null },
  })
  const together = totalCents + familyCents + related
  return { id, fundId, totalCents, familyCents, largeCents: isLargeCash(together) ? together : null }
}
