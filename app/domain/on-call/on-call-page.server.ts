import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import type { SignedInStaff } from '#app/domain/staff/staff.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type Turn, turns } from './turns.server.ts'

export type ListedTurn = Turn & { isNow: boolean; mayEnd: boolean }

/** From this sum of ceilings on, how many others must say yes, and how many of them answer now. */
export type Threshold = { fromCents: bigint; required: number; onCall: number }

export type FundOnCall = {
  id: string
  name: string
  turns: ListedTurn[]
  thresholds: Threshold[]
  mayTake: boolean
}

/** How far ahead the list looks. */
const daysAhead = 60

/** Who can say yes now and in the coming weeks, by fund. Telephone numbers are opened for staff of the fund only. */
export async function onCallPage(of: { staff: SignedInStaff; language: string }): Promise<FundOnCall[]> {
  const { staff, language } = of
  const fundIds = fundsWhere(staff, 'on-call:read')
  const taking = fundsWhere(staff, 'on-call:take')
  const at = now()
  const until = new Date(at.getTime() + daysAhead * 86_400_000)

  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const names = await fundNames(tx, { fundIds, language })
    const all = await turns(tx, { fundIds, at, until })
    const rules = await approvalRules(tx, fundIds)
    return fundIds
      .map((id): FundOnCall => {
        const own = all.filter(({ fundId }) => fundId === id)
        const answering = new Set(own.filter(({ startsAt }) => startsAt <= at).map(({ staffId }) => staffId))
        return {
          id,
          name: names.get(id) ?? '',
          turns: own.map((turn) => ({
            ...turn,
            isNow: turn.startsAt <= at,
            mayEnd: turn.staffId === staff.id || isAdministrator(staff, id),
          })),
          thresholds: (rules.get(id) ?? [{ fromCents: 0n, required: 1 }]).map((rule) => ({
            ...rule,
            onCall: answering.size,
          })),
          mayTake: taking.includes(id),
        }
      })
      .sort((one, other) => one.name.localeCompare(other.name, language))
  })
}

const isAdministrator = (staff: SignedInStaff, fundId: string): boolean =>
  staff.roles.some((held) => held.fundId === fundId && held.role === 'administrator')

async function approvalRules(tx: Tx, fundIds: string[]) {
  const rows = await tx.fundApprovalRule.findMany({
    where: { fundId: { in: fundIds } },
    orderBy: { fromCents: 'asc' },
  })
  const rules = new Map<string, { fromCents: bigint; required: number }[]>()
  for (const { fundId, fromCents, approvalsRequired } of rows) {
    const own = rules.get(fundId) ?? []
    rules.set(fundId, [...own, { fromCents, required: approvalsRequired }])
  }
  return rules
}
