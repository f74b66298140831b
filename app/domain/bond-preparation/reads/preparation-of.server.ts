import { isBondKind } from '#app/domain/disbursements/disbursement.ts'
import { lastMomentUnder } from '#app/domain/disbursements/entered-until.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { nextPreparation, type Prepared, whyNotStep } from '../preparation.ts'
import { mostPostable } from '../read-preparations.server.ts'

type Of = Prepared & {
  id: string
  fundId: string
  caseCode: string
  /** Of the whole bond, see `mostPostable`. */
  ceiling: bigint
  roles: readonly Role[]
}

/** Every step before posting, where it stands, and what this person may record next. Null: no bond. */
export async function preparationOf(tx: Tx, of: Of) {
  const { id, kind, state, preparation, roles } = of
  if (!isBondKind(kind)) return null
  const rows = await tx.bondPreparationStep.findMany({
    where: { disbursementId: id },
    orderBy: { id: 'asc' },
    include: { changedByStaff: { select: { name: true } } },
  })
  const isOpen = state === 'proposed' || state === 'approved'
  const at = lastMomentUnder(of.expiresAt, now())
  const changedTo = rows.at(-1)?.amountCents ?? null
  const most = changedTo === null ? null : await mostPostable(tx, of)
  const changed =
    changedTo === null || most === null ? null : { to: changedTo, most, isAbove: changedTo > most }
  // No contract is signed for more than was approved: the page says so in a sentence of its own.
  const next = nextPreparation(kind, preparation.state).filter(
    (to) => !(changed?.isAbove && to === 'contract_signed'),
  )
  return {
    number: preparation.number,
    stands: preparation.state,
    isOpen,
    steps: rows.map((row) => ({
      id: row.id.toString(),
      number: row.number,
      to: row.toState,
      by: row.changedByStaff.name,
      knownFrom: row.knownFrom,
      amount: row.amountCents,
      at: row.occurredAt,
    })),
    next: !isOpen
      ? []
      : next.map((to) => {
          const refusal = whyNotStep(to, of, { roles }, at)
          return { to, why: refusal && { code: refusal.code, params: refusal.params } }
        }),
    /** A changed amount that waits for its contract, and the most that may be posted under what was approved. */
    changed,
  }
}
