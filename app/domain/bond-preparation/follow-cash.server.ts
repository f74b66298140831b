import {
  type LockedDisbursement,
  lockDisbursement,
} from '#app/domain/disbursements/lock-disbursement.server.ts'
import type { Tx } from '#app/platform/db.ts'
import type { Preparation } from './preparation.ts'
import { writeStep } from './write-step.server.ts'

type Cash = { disbursementIds: readonly string[]; by: string; at: Date }

/** Cash that was signed out for bail is out: its advance says so, and nobody enters it twice. */
export async function cashWentOut(tx: Tx, { disbursementIds, by, at }: Cash): Promise<void> {
  for (const bail of await ownBail(tx, disbursementIds)) {
    if (bail.preparation.state !== 'drafted') continue
    await writeStep(tx, bail, { to: 'cash_out', by, knownFrom: '', at: notBefore(bail.preparation, at) })
  }
}

/** Cash that is no longer meant for bail, or was all brought back, ends the try: the next one begins anew. */
export async function cashCameBack(tx: Tx, { disbursementIds, by, at }: Cash): Promise<void> {
  for (const bail of await ownBail(tx, disbursementIds)) {
    if (bail.preparation.state !== 'cash_out' || bail.state !== 'approved' || bail.cashIsOut) continue
    await writeStep(tx, bail, {
      to: 'returned_unposted',
      by,
      knownFrom: '',
      at: notBefore(bail.preparation, at),
    })
  }
}

/** ICE takes no cash. The parts of a bond that funds share are prepared together, while each fund's cash goes out by itself. */
async function ownBail(tx: Tx, disbursementIds: readonly string[]): Promise<LockedDisbursement[]> {
  const locked: LockedDisbursement[] = []
  for (const id of [...disbursementIds].sort()) locked.push(await lockDisbursement(tx, id))
  return locked.filter(({ kind, shared }) => kind === 'court_bail' && shared === null)
}

/** Cash of a later try may be entered as handed over before the earlier one was entered as over. */
const notBefore = ({ at: last }: Preparation, at: Date): Date => (last !== null && last > at ? last : at)
