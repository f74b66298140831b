import type { Reader } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { intakeFunds } from '#app/domain/intake/intake-funds.server.ts'
import { priorityOf } from '#app/domain/intake/priority-of.server.ts'
import { may } from '#app/domain/staff/access.ts'
import { isTheirs } from '#app/domain/vault/reasons.ts'
import { db, inTransaction, type Tx } from '#app/platform/db.ts'
import { actionFor, movesFrom } from '../request.ts'

export type RequestPage = NonNullable<Awaited<ReturnType<typeof requestPage>>>

/** One request: its way so far, its calls, and the moves that this person may make now. Null: not theirs to see. */
export async function requestPage(of: { requestId: string; staff: Reader }) {
  const { requestId, staff } = of
  const funds = await intakeFunds(staff.language)
  return inTransaction({ scope: { kind: 'staff', fundIds: staff.fundIds } }, async (tx) => {
    const row = await tx.helpRequest.findUnique({
      where: { id: requestId },
      include: {
        helpRequestEvents: { orderBy: { id: 'asc' } },
        callTasks: { orderBy: { dueAt: 'asc' } },
        requestCases: { orderBy: { recordedAt: 'asc' }, select: { caseCode: true } },
        requestScreenings: { orderBy: { id: 'desc' }, take: 1 },
        requestPathways: {
          orderBy: { occurredAt: 'asc' },
          include: { steps: true, documents: { orderBy: { occurredAt: 'asc' } } },
        },
      },
    })
    if (!row) return null

    const person = await tx.person.findUniqueOrThrow({ where: { id: row.personId } })
    const partner =
      row.partnerId && (await tx.referralPartner.findUniqueOrThrow({ where: { id: row.partnerId } }))
    const erasedAt = row.erasedAt ?? person.erasedAt
    const [screening] = row.requestScreenings
    const { helpRequestEvents: events, callTasks: calls } = row
    const names = await staffNames([
      ...events.map((event) => event.changedBy),
      ...calls.map((call) => call.doneBy),
      row.enteredBy,
      screening?.screenedBy ?? null,
    ])
    const roles = staff.roles.filter(({ fundId }) => fundId === row.fundId).map(({ role }) => role)
    const recommendedBy = events.findLast(({ toState }) => toState === 'recommended')?.changedBy
    const mayMake = (to: string) =>
      may(roles, actionFor(to)) && !(to === 'approved' && recommendedBy === staff.id)
    return {
      id: row.id,
      code: row.code,
      fundId: row.fundId,
      fundName:
        (await fundNames(tx, { fundIds: [row.fundId], language: staff.language })).get(row.fundId) ?? '',
      personId: row.personId,
      /** The cases of the other records that are said to be of the same person; null where it is joined with none. */
      knownAs: await knownAs(tx, row),
      caseCodes: row.requestCases.map(({ caseCode }) => caseCode),
      source: row.source,
      partner: partner ? partner.name : null,
      enteredBy: row.enteredBy && (names.get(row.enteredBy) ?? ''),
      /** Whether the questions were asked, and whether anything stands against posting. The answers are sealed. */
      screening: screening
        ? {
            clear: screening.clear,
            by: names.get(screening.screenedBy) ?? '',
            at: screening.occurredAt,
          }
        : null,
      policy: (await priorityOf(tx, row.fundId)) ?? [],
      pathways: row.requestPathways.map(({ id, kind, outcome, endedAt, steps, documents }) => ({
        id,
        kind,
        outcome,
        endedAt,
        done: steps.map(({ step }) => step),
        /** The step of each document that was put beside one. */
        beside: documents.map(({ step }) => step),
      })),
      state: row.state,
      askedBy: row.askedBy,
      voicemail: await mayLeaveVoicemail(tx, row),
      personKnows: row.personKnows,
      receivedAt: row.occurredAt,
      erasedAt,
      history: events.map((event) => ({
        id: event.id.toString(),
        to: event.toState,
        reason: event.reasonCode,
        by: event.changedBy && (names.get(event.changedBy) ?? ''),
        at: event.occurredAt,
      })),
      calls: calls.map((call) => ({
        id: call.id,
        kind: call.kind,
        dueAt: call.dueAt,
        doneAt: call.doneAt,
        doneBy: call.doneBy && (names.get(call.doneBy) ?? ''),
        outcome: call.outcome,
      })),
      moves: row.erasedAt ? [] : movesFrom(row.state).filter(mayMake),
      /** Told to whoever could approve this, had they not recommended it. */
      isOwnRecommendation: row.state === 'recommended' && recommendedBy === staff.id,
      mayCall: may(roles, 'requests:work'),
      mayReachAsker: may(roles, 'requests:work') && isTheirs('reaching_the_person', roles) && !erasedAt,
      mayCorrect: may(roles, 'requests:work') && !erasedAt,
      mayScreen:
        may(roles, 'requests:work') &&
        !erasedAt &&
        ['screening', 'waitlisted', 'recommended'].includes(row.state),
      mayAddCase: may(roles, 'requests:work') && !erasedAt,
      mayOpenVault: may(roles, 'vault:read'),
      mayPropose:
        row.state === 'approved' || row.state === 'recommended' ? may(roles, 'disbursements:propose') : false,
      /** Other places that a person who is told no can ask. */
      otherPlaces: [
        ...(funds.find(({ id }) => id === row.fundId)?.otherPlaces ?? []),
        ...funds
          .filter(({ id, mode }) => id !== row.fundId && mode !== 'off')
          .map(({ name, phone }) => ({ name, phone })),
      ],
    }
  })
}

async function knownAs(
  tx: Tx,
  of: { id: string; personId: string },
): Promise<{ caseCodes: string[]; isByThis: boolean } | null> {
  const [row] = await tx.$queryRaw<{ caseCodes: string[]; others: number; isByThis: boolean }[]>`
    select array(select c.case_code from person_case c join persons_joined(${of.personId}::uuid) j on j = c.person_id
                  where j <> ${of.personId}::uuid order by c.recorded_at) as "caseCodes",
           (select count(*)::int from persons_joined(${of.personId}::uuid)) as others,
           exists (select from open_person_join where request_id = ${of.id}::uuid) as "isByThis"`
  return row && row.others > 1 ? { caseCodes: row.caseCodes, isByThis: row.isByThis } : null
}

/**
 * Whether a voicemail may be left at the number of this request. Before numbers were kept for each request, a person had one:
 * then everyone who asked for them has to have said yes, since nobody knows whose number it is.
 */
async function mayLeaveVoicemail(
  tx: Tx,
  { id, personId, voicemail }: { id: string; personId: string; voicemail: boolean },
): Promise<boolean> {
  if (!voicemail || (await tx.requestField.count({ where: { requestId: id, field: 'contact' } })) > 0)
    return voicemail
  const sharing = { personId, requestFields: { none: { field: 'contact' } } }
  return (await tx.helpRequest.count({ where: { ...sharing, voicemail: false } })) === 0
}

async function staffNames(ids: (string | null)[]): Promise<Map<string, string>> {
  const known = ids.filter((id) => id !== null)
  const rows = await db().staff.findMany({ where: { id: { in: known } }, select: { id: true, name: true } })
  return new Map(rows.map(({ id, name }) => [id, name]))
}
