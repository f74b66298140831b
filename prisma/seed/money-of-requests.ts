import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { recordReturn } from '#app/domain/bonds/record-return.server.ts'
import { cancelDisbursement } from '#app/domain/disbursements/cancel-disbursement.server.ts'
import { expireDisbursements } from '#app/domain/disbursements/expire-disbursements.server.ts'
import { payDisbursement } from '#app/domain/disbursements/pay-disbursement.server.ts'
import { rejectDisbursement } from '#app/domain/disbursements/reject-disbursement.server.ts'
import { cents, zero } from '#app/domain/money/cents.ts'
import { moveRequest } from '#app/domain/requests/move-request.server.ts'
import type { RequestState } from '#app/domain/requests/states.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import { approve, clerk, contentHashOf, proposeBail } from './approved.ts'
import type { DemonstrationStaff } from './people.ts'
import { callBack } from './requests.ts'
import { wasPresent } from './was-present.ts'

const day = 86_400_000
const system = { scope: { kind: 'system' } } as const

type Asked = { requestId: string; caseCode: string }

/** Proposals that ended without a bond, each in its own way, and one person whose bail came back and whose request is over. */
export async function seedMoneyOfRequests(
  fundId: string,
  staff: DemonstrationStaff,
  today: Date,
): Promise<void> {
  const ago = (days: number) => new Date(today.getTime() - days * day)
  const { dana, sam } = staff

  const rejected = await proposeBail(staff, { fundId, dollars: 3_400, at: ago(8) })
  const no = { staff: sam, disbursementId: rejected.disbursementId, reason: 'amount_unclear' } as const
  await asOfTime(ago(7.5), () => rejectDisbursement(no))

  await proposeBail(staff, { fundId, dollars: 1_200, at: ago(24) })
  await asOfTime(ago(9.9), expireDisbursements)

  const { caseCode } = await newest(fundId, 'released_otherwise')
  const needless = await proposeBail(staff, { fundId, dollars: 900, caseCode, at: ago(11.62) })
  await approve(sam, needless.disbursementId, ago(11.58))
  const back = { staff: dana, disbursementId: needless.disbursementId, reason: 'released_otherwise' } as const
  await asOfTime(ago(11.4), () => cancelDisbursement(back))

  await tellWholeWay(fundId, staff, { ...(await oldestApproved(fundId)), ago })
}

/** From the yes to the money back: out the next day, the case over in a month, the deposit back, the request closed. */
async function tellWholeWay(
  fundId: string,
  staff: DemonstrationStaff,
  { requestId, caseCode, ago }: Asked & { ago: (days: number) => Date },
): Promise<void> {
  const { dana, sam } = staff
  const principal = cents(650_00n)
  const { disbursementId } = await proposeBail(staff, { fundId, dollars: 650, caseCode, at: ago(51) })
  await approve(sam, disbursementId, ago(50.8))
  const contentHash = await contentHashOf(disbursementId)
  const mayPay = await wasPresent(dana, boundTo.pay({ id: disbursementId, contentHash }))
  const { bondId } = await asOfTime(ago(50.5), () =>
    payDisbursement({
      ...{ staff: dana, disbursementId, contentHash, stepUpId: mayPay, principal, fees: zero },
      ...{ payee: clerk, method: 'cashiers_check', receiptNumber: 'R-40010' },
    }),
  )
  if (!bondId) throw new Error('a bail that was paid is a bond')
  await asOfTime(ago(50.4), () => callBack(staff, requestId))
  const on = { staff: sam, bondId }
  await recordRelease({ ...on, outcome: 'released', knownFrom: 'jail', occurredAt: ago(50) })
  await recordDisposition({ ...on, knownFrom: 'court_docket', occurredAt: ago(19) })
  const figures = { received: principal, interest: zero }
  const stepUpId = await wasPresent(sam, boundTo.bondReturn({ bondId, ...figures, kept: zero }))
  const returned = { ...on, ...figures, deductions: [], reference: 'WARRANT 40', stepUpId }
  await asOfTime(ago(6), () => recordReturn(returned))
  await asOfTime(ago(5.8), () => callBack(staff, requestId))
  await asOfTime(ago(5.7), () => moveRequest({ staff: dana, requestId, to: 'closed', reason: null }))
}

const newest = (fundId: string, state: RequestState): Promise<Asked> => asked(fundId, state, 'desc')
const oldestApproved = (fundId: string): Promise<Asked> => asked(fundId, 'approved', 'asc')

const asked = (fundId: string, state: RequestState, order: 'asc' | 'desc'): Promise<Asked> =>
  inTransaction(system, async (tx) => {
    const request = await tx.helpRequest.findFirstOrThrow({
      where: { fundId, state },
      orderBy: { occurredAt: order },
      include: { requestCases: true },
    })
    const [first] = request.requestCases
    if (!first) throw new Error('a request has its case')
    return { requestId: request.id, caseCode: first.caseCode }
  })
