import { readPreparations } from '#app/domain/bond-preparation/read-preparations.server.ts'
import { withCashOut } from '#app/domain/cash/read-advance.server.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import { type Standing, whyNot } from './acts.ts'
import { sharedStandings } from './shared-bonds/shared-bond-standing.server.ts'
import { wholeBonds } from './shared-bonds/whole-bonds.ts'

type Part = { standing: Standing; waiting: Omit<Waiting, 'act'> }

/** What this person may approve or pay now; a bond that funds share is paid as a whole, and waits once. */
export async function waitingDisbursements(tx: Tx, { personIn }: WaitingFor): Promise<Waiting[]> {
  const rows = await tx.disbursement.findMany({
    where: { state: { in: ['proposed', 'approved'] } },
    include: {
      disbursementLines: true,
      approvals: { select: { approverId: true } },
      postingAssignments: { where: { withdrawal: null }, select: { posterId: true } },
    },
    orderBy: { expiresAt: 'asc' },
    take: 500,
  })
  const at = now()
  const out = await withCashOut(tx, rows)
  const ids = rows.map(({ id }) => id)
  const shared = await sharedStandings(tx, ids)
  const preparationOf = await readPreparations(tx, ids)
  const parts = rows.map(
    (row): Part => ({
      standing: {
        ...row,
        approverIds: row.approvals.map(({ approverId }) => approverId),
        cashIsOut: out.has(row.id),
        preparation: preparationOf(row.id),
        posterId: row.postingAssignments[0]?.posterId ?? null,
        shared: shared.get(row.id) ?? null,
      },
      waiting: {
        to: `/admin/disbursements/${row.id}`,
        fundId: row.fundId,
        caseCode: row.caseCode,
        amountCents: row.disbursementLines.reduce((sum, line) => sum + line.ceilingCents, 0n),
        since: row.occurredAt,
        dueAt: row.expiresAt,
      },
    }),
  )
  const may = (act: 'approve' | 'pay', { standing, waiting }: Part) =>
    whyNot(act, standing, personIn(waiting.fundId), at) === null
  const singly = parts.flatMap((part): Waiting[] => {
    const act = part.standing.state === 'proposed' ? 'approve' : 'pay'
    return may(act, part) ? [{ ...part.waiting, act }] : []
  })
  const wholes = (await sharedBonds(tx, parts)).filter((whole) =>
    // That a part is paid with the whole is no reason against paying the whole.
    whole.every(({ standing, waiting }) => may('pay', { standing: { ...standing, shared: null }, waiting })),
  )
  return [...singly, ...wholes.map(toPayTogether)]
}

/** The bonds that funds share, each with all its parts; one with a part in a fund that this person does not see is left out. */
async function sharedBonds(tx: Tx, parts: Part[]): Promise<[Part, ...Part[]][]> {
  const ids = new Set(parts.flatMap(({ standing }) => standing.shared?.id ?? []))
  const bonds = await tx.sharedBond.findMany({
    where: { id: { in: [...ids] } },
    select: { id: true, parts: true },
  })
  return wholeBonds(
    parts.flatMap((part) => {
      const shared = bonds.find(({ id }) => id === part.standing.shared?.id)
      return shared ? [{ ...part, shared }] : []
    }),
  )
}

/** The parts in the order in which they expire: the whole is of use until the first of them does. */
const toPayTogether = (parts: [Part, ...Part[]]): Waiting => ({
  ...parts[0].waiting,
  act: 'pay_shared',
  to: `/admin/shared-bonds/${parts[0].standing.shared?.id}`,
  amountCents: parts.reduce((sum, { waiting }) => sum + (waiting.amountCents ?? 0n), 0n),
})
