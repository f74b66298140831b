import { awaitsAnswer } from '#app/domain/disputes/dispute.ts'
import { readImportedDisputes } from '#app/domain/disputes/imported-disputes.server.ts'
import { type ListedDispute, readDisputes } from '#app/domain/disputes/list-disputes.server.ts'
import { whoAnswers } from '#app/domain/gifts/who-answers.server.ts'
import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'

type Asked = { id: string; paymentId: string; fundId: string; amountCents: bigint; since: Date }

/**
 * What waits about gifts that go back: another's refund to be confirmed, a refund that the card network sent back, a
 * dispute to be answered by its last day or decided about, a monthly gift to be asked about, a dispute over a gift from before
 * this site began.
 */
export async function waitingRefunds(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const toConfirm = await tx.$queryRaw<Asked[]>`
    select r.id, r.payment_id as "paymentId", d.fund_id as "fundId", r.amount_cents as "amountCents", r.occurred_at as since
      from stripe_request r
      join lateral (select x.fund_id from donation x where x.payment_id = r.payment_id and x.fund_id = any (${staff.fundIds}::uuid[])
                     order by x.gift_cents desc, x.fund_id limit 1) d on true
     where r.kind = 'refund' and r.needs_confirmation and r.asked_by <> ${staff.id}::uuid and stripe_request_is_open(r.id)
       and payment_is_theirs(${staff.id}::uuid, r.payment_id, array['treasurer', 'administrator'])
       and not exists (select from stripe_request_step s where s.request_id = r.id and s.kind = 'confirmed')`
  const isTheirs = ({ fundId }: { fundId: string }) => may(personIn(fundId).roles, 'donations:refund')
  return [
    ...toConfirm.filter(isTheirs).map((one) => item('confirm_refund', one)),
    ...(await cameBack(tx, staff)),
    ...(await waitingDisputes(tx, { staff, personIn })),
    ...(await waitingImported(tx, { staff, personIn })),
  ]
}

const item = (act: string, of: Asked): Waiting => ({
  ...{ act, to: `/admin/gifts/${of.paymentId}`, fundId: of.fundId, caseCode: null },
  ...{ amountCents: of.amountCents, since: of.since, dueAt: null },
})

/**
 * A refund that the card network sent back waits, as a dispute does, for those who may answer it in each fund of its gift; where
 * nobody may, for whoever may in one of them, who sees with the gift which role somebody lacks.
 */
async function cameBack(tx: Tx, staff: WaitingFor['staff']): Promise<Waiting[]> {
  const failed = await tx.$queryRaw<Omit<Asked, 'fundId'>[]>`
    select f.id, f.payment_id as "paymentId", f.amount_cents as "amountCents", b.created_at as since
      from refund f
      join stripe_balance_transaction b on b.id = f.failed_txn_id
     where exists (select from donation x where x.payment_id = f.payment_id and x.fund_id = any (${staff.fundIds}::uuid[]))
       and not exists (select from gift_answer a where a.question = 'refund_failed' and a.subject_id = f.id)`
  const paymentIds = failed.map(({ paymentId }) => paymentId)
  const answerers = await whoAnswers(tx, { staffId: staff.id, paymentIds, action: 'donations:refund' })
  const byPayment = new Map(answerers.map((one) => [one.paymentId, one]))
  return failed.flatMap((one) => {
    const { isTheirs, isSomeones, servedFundId: fundId } = byPayment.get(one.paymentId) ?? nobody
    if (!fundId || (isSomeones && !isTheirs)) return []
    return [item(isTheirs ? 'answer_refund_failure' : 'unserved_refund_failure', { ...one, fundId })]
  })
}

/**
 * A dispute waits for those who may answer it: in each fund of its gift. Where nobody may, it waits for whoever may in one of
 * them, who sees on its page which role somebody lacks.
 */
async function waitingDisputes(tx: Tx, { staff }: WaitingFor): Promise<Waiting[]> {
  const disputes = (await readDisputes(tx, staff.fundIds)).filter(
    ({ status, asksAboutSchedule }) => awaitsAnswer(status) || asksAboutSchedule,
  )
  const paymentIds = disputes.map(({ paymentId }) => paymentId)
  const answerers = await whoAnswers(tx, { staffId: staff.id, paymentIds, action: 'disputes:answer' })
  const byPayment = new Map(answerers.map((one) => [one.paymentId, one]))
  return disputes.flatMap((dispute) => {
    const { isTheirs, isSomeones, servedFundId: fundId } = byPayment.get(dispute.paymentId) ?? nobody
    if (!fundId || (isSomeones && !isTheirs)) return []
    return isTheirs ? toAnswer(dispute, { staffId: staff.id, fundId }) : [unserved(dispute, fundId)]
  })
}

const nobody = { isTheirs: false, isSomeones: false, servedFundId: null }

const itemOf = ({ id, amountCents }: ListedDispute, fundId: string) => ({
  ...{ to: `/admin/disputes/${id}`, fundId, caseCode: null, amountCents },
})

function toAnswer(dispute: ListedDispute, of: { staffId: string; fundId: string }): Waiting[] {
  const { status, dueBy, createdAt, asksAboutSchedule, prepared } = dispute
  const item = itemOf(dispute, of.fundId)
  const isOwnAcceptance = prepared?.kind === 'acceptance' && prepared.askedBy === of.staffId
  const act = prepared ? `confirm_${prepared.kind}` : 'answer_dispute'
  return [
    ...(awaitsAnswer(status) && !isOwnAcceptance
      ? [{ ...item, act, since: prepared?.at ?? createdAt, dueAt: dueBy }]
      : []),
    ...(asksAboutSchedule ? [{ ...item, act: 'schedule_after_dispute', since: createdAt, dueAt: null }] : []),
  ]
}

const unserved = (dispute: ListedDispute, fundId: string): Waiting => ({
  ...itemOf(dispute, fundId),
  ...{ act: 'unserved_dispute', since: dispute.createdAt },
  dueAt: awaitsAnswer(dispute.status) ? dispute.dueBy : null,
})

/** Such a gift is of one fund, and nothing is prepared for it here: it waits until Stripe says that the bank reads an answer. */
async function waitingImported(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const disputes = await readImportedDisputes(tx, staff.fundIds)
  return disputes
    .filter(({ status, fundId }) => awaitsAnswer(status) && may(personIn(fundId).roles, 'disputes:answer'))
    .map(({ id, fundId, amountCents, createdAt, dueBy }) => ({
      ...{ act: 'answer_dispute_at_stripe', to: `/admin/disputes#${id}`, fundId, caseCode: null },
      ...{ amountCents, since: createdAt, dueAt: dueBy },
    }))
}
