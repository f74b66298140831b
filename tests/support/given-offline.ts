import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { addLine } from '#app/domain/offline-gifts/add-line.server.ts'
import { askReversal } from '#app/domain/offline-gifts/ask-reversal.server.ts'
import { closeBatch } from '#app/domain/offline-gifts/close-batch.server.ts'
import { confirmReversal } from '#app/domain/offline-gifts/confirm-reversal.server.ts'
import type { Giver, KeptIn, Piece, ReversalReason } from '#app/domain/offline-gifts/offline-gift.ts'
import { openBatch } from '#app/domain/offline-gifts/open-batch.server.ts'
import { waitingOfflineGifts } from '#app/domain/offline-gifts/waiting.server.ts'
import type { Role } from '#app/domain/staff/access.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenFund, givenStepUp } from './given.ts'
import { today } from './given-remittance.ts'
import { givenActorIn } from './given-shared-bond.ts'

const system = { scope: { kind: 'system' } } as const

/** Two funds, one who counts and enters, two who may close. */
export type Desk = {
  fundIds: [string, string]
  intake: ActingStaff
  treasurer: ActingStaff
  administrator: ActingStaff
}

export async function givenDesk(slugs?: [string, string]): Promise<Desk> {
  const fundIds: [string, string] = [
    await givenFund(slugs ? { slug: slugs[0] } : {}),
    await givenFund(slugs ? { slug: slugs[1] } : {}),
  ]
  return {
    fundIds,
    intake: await givenActorIn(fundIds, ['intake']),
    treasurer: await givenActorIn(fundIds, ['treasurer']),
    administrator: await givenActorIn(fundIds, ['administrator']),
  }
}

type Counted = {
  total: bigint
  pieces: number
  keptIn?: KeptIn
  fundIds?: string[]
  reference?: string
  depositedOn?: string
}

export async function givenBatch(staff: ActingStaff, counted: Counted): Promise<string> {
  const { batchId } = await openBatch({
    staff,
    batch: {
      keptIn: counted.keptIn ?? 'bank',
      depositedOn: counted.depositedOn ?? today(),
      reference: counted.reference ?? 'Deposit 17',
      total: cents(counted.total),
      pieces: counted.pieces,
      fundIds: counted.fundIds ?? staff.fundIds,
    },
  })
  return batchId
}

type Entered = Omit<Partial<Piece>, 'amount' | 'split'> & {
  amount: bigint
  split?: [fundId: string, amount: bigint][]
}

/** One line: a check where nothing else is said. Answers its id. */
export async function enter(
  staff: ActingStaff,
  batchId: string,
  { amount, split = [], ...piece }: Entered,
  giver: Partial<Giver> = {},
): Promise<string> {
  const { lineId } = await addLine({
    ...{ staff, batchId },
    giver: { donorId: null, name: 'Robin Example', email: '', language: 'en', ...giver },
    piece: {
      ...{
        kind: 'check',
        receivedOn: today(),
        reference: '',
        sponsor: '',
        ticker: '',
        shares: '',
        memo: 'none',
      },
      ...piece,
      amount: cents(amount),
      split: split.map(([fundId, part]) => ({ fundId, amount: cents(part) })),
    },
  })
  return lineId
}

/** Closed with the proof that its person would have given. */
export async function close(
  staff: ActingStaff,
  batchId: string,
  stepUpId?: string,
): Promise<{ paymentIds: string[] }> {
  const row = await inTransaction(system, (tx) => tx.offlineBatch.findUnique({ where: { id: batchId } }))
  const control = { total: row?.controlCents ?? 0n, pieces: row?.controlPieces ?? 0 }
  const proof = stepUpId ?? (await givenStepUp(staff.id, boundTo.closeOfflineBatch({ batchId, ...control })))
  return closeBatch({ staff, batchId, stepUpId: proof })
}

export async function askBack(
  staff: ActingStaff,
  paymentId: string,
  of: { reason?: ReversalReason; fee?: bigint; parts?: [fundId: string, amount: bigint][] } = {},
): Promise<string> {
  const { reversalId } = await askReversal({
    ...{ staff, paymentId, happenedOn: today() },
    ...{ reason: of.reason ?? 'returned_by_bank', fee: cents(of.fee ?? 0n) },
    parts: (of.parts ?? []).map(([fundId, amount]) => ({ fundId, amount: cents(amount) })),
  })
  return reversalId
}

export async function confirmBack(staff: ActingStaff, reversalId: string): Promise<void> {
  const stepUpId = await givenStepUp(staff.id, boundTo.confirmOfflineReversal(reversalId))
  await confirmReversal({ staff, reversalId, stepUpId })
}

/** A closed batch of one check. Answers its payment. */
export async function givenCheck(
  desk: Desk,
  of: { amount: bigint; reference?: string; giver?: Partial<Giver>; fundIds?: string[]; receivedOn?: string },
): Promise<string> {
  const fundIds = of.fundIds ?? [desk.fundIds[0]]
  const batchId = await givenBatch(desk.intake, { total: of.amount, pieces: 1, fundIds })
  const piece = { amount: of.amount, reference: of.reference ?? '1001' }
  await enter(
    desk.intake,
    batchId,
    of.receivedOn ? { ...piece, receivedOn: of.receivedOn } : piece,
    of.giver ?? {},
  )
  const { paymentIds } = await close(desk.treasurer, batchId)
  return paymentIds[0] ?? ''
}

/** What waits for this person of batches, reversals and papers: which act, and how much. */
export const waitsFor = (staff: ActingStaff): Promise<[act: string, amountCents: bigint | null][]> =>
  inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const roles = await rolesInFund(tx, { staffId: staff.id, fundId: staff.fundIds[0] ?? '' })
    const waiting = await waitingOfflineGifts(tx, { staff, personIn: () => ({ id: staff.id, roles }) })
    return waiting.map(({ act, amountCents }) => [act, amountCents])
  })

/** As the pages know them: with their roles in each fund, reading English. */
export const readerOf = (staff: ActingStaff) =>
  inTransaction(system, async (tx) => {
    const held = await tx.staffRole.findMany({ where: { staffId: staff.id } })
    const roles = held.map(({ fundId, role }) => ({ fundId, role: role as Role }))
    return { ...staff, language: 'en' as const, roles }
  })
