import { readPreparations } from '#app/domain/bond-preparation/read-preparations.server.ts'
import { largeHandOver } from '#app/domain/cash/reads/large-hand-over.server.ts'
import type { RefusalParams } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type Standing, whyNot } from '../acts.ts'
import { lastMomentUnder } from '../entered-until.ts'
import type { Reader } from '../reads/disbursement-page.server.ts'
import { partAdvances } from './part-advances.server.ts'
import { sharedContentHash } from './pay-shared-bond.server.ts'
import { payeesOfAll } from './shared-bond-content.server.ts'
import { type SharedPart, sharedParts } from './shared-bond-parts.server.ts'

/** A bond that funds share: its parts, and whether this person may pay all of them now or why not. Null: none of it is theirs to see. */
export async function sharedBondPage(of: { sharedBondId: string; staff: Reader }) {
  const { sharedBondId, staff } = of
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const row = await tx.sharedBond.findUnique({
      where: { id: sharedBondId },
      include: {
        proposedByStaff: { select: { name: true } },
        sharedBondPayment: { include: { paidByStaff: { select: { name: true } } } },
      },
    })
    if (!row) return null
    const parts = await sharedParts(tx, { sharedBondId, staff })
    const disbursements = await readParts(tx, parts)
    const payment = row.sharedBondPayment
    return {
      id: row.id,
      kind: row.kind,
      caseCode: row.caseCode,
      principalCents: row.principalCents,
      feesCents: row.feesCents,
      proposedBy: row.proposedByStaff.name,
      proposedAt: row.occurredAt,
      contentHash: sharedContentHash(disbursements),
      payees: payeesOfAll(disbursements),
      ...(await largeHandOver(tx, {
        disbursementIds: disbursements.map(({ id }) => id),
        together: row.principalCents + row.feesCents,
      })),
      parts,
      partAdvances: await partAdvances(tx, { parts, posterId: staff.id }),
      payment: payment && {
        by: payment.paidByStaff.name,
        at: payment.occurredAt,
        receiptNumber: payment.receiptNumber,
        principalCents: payment.principalCents,
        feesCents: payment.feesCents,
        /** What the court can call of the whole bond, as it was said last. */
        exposureCents: (await saidOfParts(tx, parts)) ?? payment.exposureCents,
      },
      whyNotPay: whyNotPay({ parts, disbursements, staff }),
    }
  })
}

/** What was said since the payment: it is said of all parts at once, so any of them tells. */
async function saidOfParts(tx: Tx, parts: SharedPart[]): Promise<bigint | null> {
  const said = await tx.bondExposure.findFirst({
    where: { bondId: { in: parts.flatMap(({ bondId }) => bondId ?? []) } },
    orderBy: { id: 'desc' },
    select: { wholeCents: true },
  })
  return said?.wholeCents ?? null
}

type PartRow = Awaited<ReturnType<typeof readParts>>[number]

async function readParts(tx: Tx, parts: SharedPart[]) {
  const ids = parts.flatMap(({ disbursementId }) => disbursementId ?? [])
  const rows = await tx.disbursement.findMany({
    where: { id: { in: ids } },
    include: { approvals: { select: { approverId: true } } },
  })
  const preparationOf = await readPreparations(tx, ids)
  return ids.flatMap((id) => {
    const row = rows.find((each) => each.id === id)
    return row ? { ...row, preparation: preparationOf(id) } : []
  })
}

function whyNotPay({
  parts,
  disbursements,
  staff,
}: {
  parts: SharedPart[]
  disbursements: PartRow[]
  staff: Reader
}): { code: string; params: RefusalParams } | null {
  const over = parts.some(({ state }) => ['rejected', 'cancelled', 'expired'].includes(state))
  if (over) return { code: 'shared_bond_is_over', params: {} }
  if (disbursements.length < parts.length) return { code: 'shared_bond_needs_every_fund', params: {} }
  if (parts.some(({ state }) => state === 'proposed')) {
    return { code: 'shared_bond_waits_for_approval', params: {} }
  }
  for (const row of disbursements) {
    const standing: Standing = {
      ...row,
      // Out of their banks, or of the cash that each fund signed out; by its poster or someone of each fund's own.
      ...{ shared: null, cashIsOut: false, posterId: null },
      approverIds: row.approvals.map(({ approverId }) => approverId),
    }
    const roles = staff.roles.filter(({ fundId }) => fundId === row.fundId).map(({ role }) => role)
    const at = lastMomentUnder(row.expiresAt, now())
    const refusal = whyNot('pay', standing, { id: staff.id, roles }, at)
    if (refusal) return { code: refusal.code, params: refusal.params }
  }
  return null
}
