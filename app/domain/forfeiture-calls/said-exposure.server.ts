import type { BondKind } from '#app/domain/bonds/bond.ts'
import type { Tx } from '#app/platform/db.ts'
import { callableOf } from './exposure.server.ts'

/** One time that someone said what the court can call of the whole bond, in cents. */
export type SaidExposure = { key: string; whole: bigint; by: string; at: Date }

/** Whether anything can be called of a bond, now or later: a court bail that is not over, or that was lost. */
export const canBeCalled = (bond: { kind: BondKind; state: string; isForfeited: boolean }): boolean =>
  bond.kind === 'court_bail' && (bond.isForfeited || !['returned', 'closed'].includes(bond.state))

type Of = { id: string; kind: BondKind; state: string; postedAt: Date; postedBy: string }

/** Everything that was said of it, the last first and what its payment said at the end; and whether more can be said. */
export async function saidExposure(tx: Tx, bond: Of): Promise<{ said: SaidExposure[]; isOpen: boolean }> {
  const rows = await tx.$queryRaw<SaidExposure[]>`
    select x.id::text as key, x.whole_cents as whole, s.name as by, x.occurred_at as at
      from bond_exposure x join staff s on s.id = x.recorded_by
     where x.bond_id = ${bond.id}::uuid order by x.id desc`
  const [paid] = await tx.$queryRaw<{ whole: bigint | null }[]>`
    select coalesce(y.exposure_cents, b.exposure_cents) as whole from bond b
      left join shared_bond_part p on p.disbursement_id = b.disbursement_id
      left join shared_bond_payment y on y.shared_bond_id = p.shared_bond_id
     where b.id = ${bond.id}::uuid`
  const whole = paid?.whole ?? null
  const first = whole === null ? [] : [{ key: 'payment', whole, by: bond.postedBy, at: bond.postedAt }]
  const isForfeited = (await callableOf(tx, bond.id))?.isForfeited ?? false
  return { said: [...rows, ...first], isOpen: canBeCalled({ ...bond, isForfeited }) }
}
