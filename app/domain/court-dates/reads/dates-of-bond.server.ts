import type { BondKind } from '#app/domain/bonds/bond.ts'
import { dayOf } from '#app/domain/bonds/day-of.ts'
import { ridesOfBond } from '#app/domain/rides/rides-of-bond.server.ts'
import { caseKey } from '#app/domain/vault/case-key.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { takesDates } from '../court-date.ts'
import { openLanguage } from '../named-language.server.ts'
import { openPlace } from '../place.server.ts'

export type DatesOfBond = NonNullable<Awaited<ReturnType<typeof datesOfBond>>>

/**
 * All that is planned and was recorded about the dates of one case, for those who follow it in their fund; of a bond that funds
 * share, under the first of its parts that is theirs. Null: not theirs to see.
 */
export async function datesOfBond(of: { bondId: string; fundIds: string[]; timezone: string }) {
  const { fundIds, timezone } = of
  const at = now()
  return inTransaction({ scope: { kind: 'staff', fundIds } }, async (tx) => {
    const bondId = await firstPartOf(tx, of.bondId)
    const bond = bondId && (await tx.bond.findUnique({ where: { id: bondId } }))
    if (!bond) return null
    const names = await namesOf(tx, bond.fundId)
    const contact = await tx.caseContact.findFirst({
      where: { bondId },
      include: { named: true },
      orderBy: { id: 'desc' },
    })
    const known = await tx.personCase.findUnique({ where: { caseCode: bond.caseCode } })
    const dates = await tx.courtDate.findMany({
      where: { bondId },
      include: { outcome: true, calls: { orderBy: [{ dueAt: 'asc' }, { kind: 'asc' }] } },
      orderBy: [{ day: 'desc' }, { half: 'asc' }],
    })
    const missed = await tx.missedDate.findMany({
      where: { bondId },
      include: { answers: { orderBy: { id: 'asc' } } },
      orderBy: { occurredAt: 'desc' },
    })
    const deadlines = await tx.bondDeadline.findMany({
      where: { bondId },
      include: { end: true },
      orderBy: { lastDay: 'asc' },
    })
    const documents = known ? await documentsOf(tx, known.personId) : []
    const key = await caseKey(tx, bond.caseCode)
    const { rides, wantsRideHome } = await ridesOfBond(tx, { bondId, names })
    const checks = await tx.releaseCheck.findMany({ where: { bondId }, orderBy: { id: 'desc' } })
    return {
      id: bond.id,
      kind: bond.kind as BondKind,
      caseCode: bond.caseCode,
      personId: known?.personId ?? null,
      state: bond.state,
      postedAt: bond.postedAt,
      today: dayOf(at, timezone),
      at,
      takesDates: takesDates(bond.state),
      wantsRideHome,
      rides,
      isHeld: bond.state === 'posted' || bond.state === 'posted_not_released',
      heldTooLong: bond.state === 'posted' && at.getTime() - bond.postedAt.getTime() > dayLong,
      contact: contact && {
        ...{ wantsCalls: contact.wantsCalls, language: contact.language, voicemail: contact.voicemail },
        languageName: openLanguage(contact.named, key),
        ...{ by: names.get(contact.recordedBy) ?? '', at: contact.occurredAt },
      },
      dates: dates.map(({ placeSealed: sealed, sealedFor, outcome, calls, ...date }) => ({
        ...{ id: date.id, half: date.half, hearing: date.hearing, knownFrom: date.knownFrom },
        ...openPlace(date.id, { sealed, sealedFor }, key),
        day: iso(date.day),
        by: names.get(date.recordedBy) ?? '',
        at: date.occurredAt,
        end: outcome && {
          ...{ outcome: outcome.outcome, knownFrom: outcome.knownFrom, at: outcome.occurredAt },
          by: names.get(outcome.recordedBy) ?? '',
        },
        calls: calls.map((call) => ({
          ...{ id: call.id, kind: call.kind, dueAt: call.dueAt, doneAt: call.doneAt },
          ...{ outcome: call.outcome, ride: call.ride, by: call.doneBy && (names.get(call.doneBy) ?? '') },
        })),
      })),
      missed: missed.map(({ id, occurredAt, answers }) => ({
        ...{ id, at: occurredAt },
        answers: answers.map((answer) => ({
          ...{ id: answer.id.toString(), lawyer: answer.lawyer, whereabouts: answer.whereabouts },
          ...{ proofKind: answer.proofKind, proofOn: answer.proofOn, proofInHand: answer.proofInHand },
          document: documents.find(({ id }) => id === answer.documentId) ?? null,
          ...{ by: names.get(answer.recordedBy) ?? '', at: answer.occurredAt },
        })),
      })),
      /** The person's originals, for whoever keeps them: one of them may show why a date was missed. */
      documents,
      deadlines: deadlines.map((deadline) => ({
        ...{ id: deadline.id, kind: deadline.kind, paper: deadline.paper },
        ...{ paperOn: iso(deadline.paperOn), lastDay: iso(deadline.lastDay) },
        end: deadline.end && {
          ...{ outcome: deadline.end.outcome, at: deadline.end.occurredAt },
          by: names.get(deadline.end.recordedBy) ?? '',
        },
      })),
      checks: checks.map((check) => ({
        ...{ id: check.id.toString(), answer: check.answer, at: check.occurredAt },
        by: names.get(check.recordedBy) ?? '',
      })),
    }
  })
}

const dayLong = 86_400_000

const documentsOf = (tx: Tx, personId: string) =>
  tx.personDocument.findMany({
    where: { personId },
    select: { id: true, number: true, kind: true },
    orderBy: { number: 'asc' },
  })

async function firstPartOf(tx: Tx, bondId: string): Promise<string | null> {
  const [row] = await tx.$queryRaw<{ id: string }[]>`
    select p.id from bond asked
      left join shared_bond_part own on own.disbursement_id = asked.disbursement_id
      left join shared_bond_part part on part.shared_bond_id = own.shared_bond_id
      join bond p on p.disbursement_id = coalesce(part.disbursement_id, asked.disbursement_id)
     where asked.id = ${bondId}::uuid order by part.position limit 1`
  return row?.id ?? null
}

const iso = (day: Date): string => day.toISOString().slice(0, 10)

/** Whoever recorded anything here held a role then, and may have left since. */
async function namesOf(tx: Tx, fundId: string): Promise<Map<string, string>> {
  const rows = await tx.$queryRaw<{ id: string; name: string }[]>`
    select s.id, s.name from staff s
     where exists (select from staff_role r where r.staff_id = s.id and r.fund_id = ${fundId}::uuid)
        or exists (select from audit_event e where e.actor_id = s.id and e.fund_id = ${fundId}::uuid)`
  return new Map(rows.map(({ id, name }) => [id, name]))
}
