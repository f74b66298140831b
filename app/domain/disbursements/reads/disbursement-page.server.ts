import { moneyIsUnderWay } from '#app/domain/bond-preparation/preparation.ts'
import { readPreparations } from '#app/domain/bond-preparation/read-preparations.server.ts'
import { preparationOf } from '#app/domain/bond-preparation/reads/preparation-of.server.ts'
import { cashIsOut } from '#app/domain/cash/read-advance.server.ts'
import { advancesFor } from '#app/domain/cash/reads/advances-for.server.ts'
import { largeHandOver } from '#app/domain/cash/reads/large-hand-over.server.ts'
import { whyNoCashFor } from '#app/domain/cash/takes-cash.ts'
import { heldForCase } from '#app/domain/copays/held-for-case.server.ts'
import { familyOfCase } from '#app/domain/copays/reads/family-of-case.server.ts'
import { isBondKind, isOwnBond } from '#app/domain/disbursements/disbursement.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { cardsOfFund } from '#app/domain/expenses/cards-of-fund.server.ts'
import { approvalsRequired } from '#app/domain/funds/approvals-required.server.ts'
import { courtPlace } from '#app/domain/jurisdictions/court-place.server.ts'
import { findingsOn } from '#app/domain/jurisdictions/findings.server.ts'
import { freeToCommit } from '#app/domain/ledger/balances.server.ts'
import { type Cents, cents } from '#app/domain/money/cents.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { isOfNobody } from '#app/domain/postings/slip/person-of-case.server.ts'
import type { RefusalParams } from '#app/domain/refusal.ts'
import { may, type Role } from '#app/domain/staff/access.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { type Act, acts, type Person, type Standing, whyNot, whyNotSaid } from '../acts.ts'
import { openEvidenceNote, openPaidTo, openPayees, openVenue } from '../content/sealed.server.ts'
import { enteredUntil, lastMomentUnder } from '../entered-until.ts'
import { sharedParts } from '../shared-bonds/shared-bond-parts.server.ts'
import { sharedStandings } from '../shared-bonds/shared-bond-standing.server.ts'

export type Reader = {
  id: string
  fundIds: string[]
  roles: { fundId: string; role: Role }[]
  language: string
}

export type DisbursementPage = NonNullable<Awaited<ReturnType<typeof disbursementPage>>>

/** All that one decision needs, and for each act whether this person may do it now or why not. Null: not theirs to see. */
export async function disbursementPage(of: { disbursementId: string; staff: Reader }) {
  const { disbursementId, staff } = of
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const row = await readRow(tx, disbursementId)
    if (!row) return null

    const ceiling = (kind: string) =>
      cents(row.disbursementLines.find((line) => line.kind === kind)?.ceilingCents ?? 0n)
    const total = cents(ceiling('principal') + ceiling('fees'))
    const posting = row.postingAssignments[0]
    const standing: Standing = {
      state: row.state,
      proposedBy: row.proposedBy,
      approverIds: row.approvals.map(({ approverId }) => approverId),
      expiresAt: row.expiresAt,
      cashIsOut: await cashIsOut(tx, row.id),
      preparation: (await readPreparations(tx, [row.id]))(row.id),
      posterId: posting?.posterId ?? null,
      shared: (await sharedStandings(tx, [row.id])).get(row.id) ?? null,
    }
    const roles = staff.roles.filter(({ fundId }) => fundId === row.fundId).map(({ role }) => role)
    const payment = row.disbursementPayment
    const shared = standing.shared && {
      ...standing.shared,
      parts: await sharedParts(tx, { sharedBondId: standing.shared.id, staff }),
    }

    // A place's rule looks at the bond that the court takes, not at what one fund has in it.
    const wholePrincipal =
      shared?.parts.reduce((sum, part) => sum + part.principalCents, 0n) ?? ceiling('principal')

    const familyHeld = isOwnBond({ kind: row.kind, shared }) ? await heldForCase(tx, row) : 0n

    return {
      id: row.id,
      fundName:
        (await fundNames(tx, { fundIds: [row.fundId], language: staff.language })).get(row.fundId) ?? '',
      fundId: row.fundId,
      kind: row.kind,
      purposeCode: row.purposeCode,
      caseCode: row.caseCode,
      state: row.state,
      revision: row.revision,
      contentHash: row.contentHash,
      venue: openVenue(row.id, row.venueSealed),
      payees: openPayees(row.id, row.payeesSealed),
      evidenceNote: openEvidenceNote(row.id, row.evidenceNoteSealed),
      principalCeiling: ceiling('principal'),
      feesCeiling: ceiling('fees'),
      wholePrincipal,
      total,
      ...(await largeHandOver(tx, { disbursementIds: [row.id], together: total + familyHeld })),
      proposedBy: row.proposedByStaff.name,
      proposedAt: row.occurredAt,
      expiresAt: row.expiresAt,
      enteredUntil: await untilEntered(standing),
      approvals: row.approvals.map(({ approver, occurredAt }) => ({ by: approver.name, at: occurredAt })),
      approvalsRequired: await approvalsRequired(tx, { fundId: row.fundId, total }),
      nightId: await nightOf(tx, row.id),
      cashIsOut: standing.cashIsOut,
      advances: await advancesFor(tx, { disbursementId: row.id, fundId: row.fundId, posterId: staff.id }),
      cards: await cardsOfFund(tx, row.fundId),
      maySignOut:
        row.state === 'approved' &&
        !standing.cashIsOut &&
        !whyNoCashFor(standing) &&
        may(roles, 'cash:handle'),
      posting: posting && { by: posting.poster.name, since: posting.occurredAt },
      mayAssign: isBondKind(row.kind) && mayAssignAll(shared?.parts ?? [row], staff),
      maySlip: row.state === 'approved' && may(roles, 'postings:read'),
      mayClear: may(roles, 'disbursements:clear'),
      findings: isWaiting(row.state)
        ? await findingsOn(
            tx,
            {
              ...row,
              principalCents: wholePrincipal + familyHeld,
              at: now(),
            },
            { revealsIn: fundsWhere(staff, 'vault:reveal'), seesBlocks: true },
          )
        : [],
      court: isBondKind(row.kind) ? await courtPlace(tx, { ...row, at: now() }) : null,
      maySayCourt: isBondKind(row.kind) && !whyNotSaid(standing, { id: staff.id, roles }),
      free: await freeAround(tx, { fundId: row.fundId, total, state: row.state }),
      history: row.disbursementStateChanges.map((change) => ({
        id: change.id.toString(),
        to: change.toState,
        by: change.changedByStaff?.name ?? null,
        reason: change.reason,
        at: change.occurredAt,
      })),
      payment: payment && {
        by: payment.paidByStaff.name,
        at: payment.occurredAt,
        recordedAt: payment.recordedAt,
        method: payment.method,
        /** The card on which it is owed until its statement is paid; null for all others. */
        cardLast4: payment.cardCharge?.cardLast4 ?? null,
        payee: openPaidTo(payment.id, payment.payee),
        receiptNumber: payment.receiptNumber,
        principal: payment.principalCents,
        fees: payment.feesCents,
      },
      bondId: row.bond?.id ?? null,
      /** Its bond is paid, nobody is known by the case code, and this person may say who it is. */
      mayName: !!row.bond && may(roles, 'vault:write') && (await isOfNobody(tx, row.caseCode)),
      preparation: await preparationOf(tx, { ...row, ...standing, ceiling: wholePrincipal, roles }),
      shared,
      family: isBondKind(row.kind) ? await familyOfCase(tx, row) : null,
      mayAskFamily: may(roles, 'copays:work'),
      acts: { ...actsOf(standing, { id: staff.id, roles }), ...amendOf(row.kind) },
    }
  })
}

/** Of an approval that ended unpaid: until when what was paid before that may be entered. Null for all others. */
async function untilEntered(standing: Standing): Promise<Date | null> {
  const { state, expiresAt, cashIsOut, preparation } = standing
  if (state !== 'approved' || expiresAt > now() || cashIsOut || moneyIsUnderWay(preparation)) return null
  const { timezone } = await organization()
  return enteredUntil(expiresAt, timezone)
}

/** The night envelope that it was drawn from, whose approval is its own; null for what was approved by day. */
async function nightOf(tx: Tx, disbursementId: string): Promise<string | null> {
  const draw = await tx.envelopeDraw.findUnique({ where: { disbursementId } })
  return draw?.envelopeId ?? null
}

/** One person carries the whole bond: it is given to them in every fund that has a part in it. */
const mayAssignAll = (parts: readonly { fundId: string; state: string }[], { roles }: Reader): boolean =>
  parts.every(
    ({ fundId, state }) =>
      state === 'approved' &&
      may(
        roles.filter((held) => held.fundId === fundId).map(({ role }) => role),
        'postings:assign',
      ),
  )

/** Before the money is out. */
const isWaiting = (state: string): boolean => state === 'proposed' || state === 'approved'

const readRow = (tx: Tx, id: string) =>
  tx.disbursement.findUnique({
    where: { id },
    include: {
      disbursementLines: true,
      proposedByStaff: { select: { name: true } },
      approvals: { orderBy: { occurredAt: 'asc' }, include: { approver: { select: { name: true } } } },
      disbursementStateChanges: {
        orderBy: { id: 'asc' },
        include: { changedByStaff: { select: { name: true } } },
      },
      disbursementPayment: { include: { paidByStaff: { select: { name: true } }, cardCharge: true } },
      bond: { select: { id: true } },
      postingAssignments: {
        where: { withdrawal: null },
        select: { posterId: true, poster: { select: { name: true } }, occurredAt: true },
      },
    },
  })

/** What the fund could still commit without this and with it. Null once the money is out or the matter is over. */
async function freeAround(
  tx: Tx,
  of: { fundId: string; total: Cents; state: string },
): Promise<{ before: bigint; after: bigint } | null> {
  const free = await freeToCommit(tx, of.fundId)
  if (of.state === 'proposed') return { before: free, after: free - of.total }
  if (of.state === 'approved') return { before: free + of.total, after: free }
  return null
}

export type WhyNot = { code: string; params: RefusalParams } | null

/** What a call is for is its bond's: a wrong one is cancelled and another proposed. */
const amendOf = (kind: string): { amend?: WhyNot } =>
  kind === 'forfeiture_call' ? { amend: { code: 'forfeiture_call_is_not_amended', params: {} } } : {}

function actsOf(standing: Standing, person: Person): Record<Act, WhyNot> {
  const at = now()
  const answers = acts.map((act) => {
    const moment = act === 'pay' ? lastMomentUnder(standing.expiresAt, at) : at
    const refusal = whyNot(act, standing, person, moment)
    return [act, refusal && { code: refusal.code, params: refusal.params }] as const
  })
  return Object.fromEntries(answers) as Record<Act, WhyNot>
}
