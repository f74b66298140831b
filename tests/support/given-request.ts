import { randomUUID } from 'node:crypto'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import type { PriorityCriterion } from '#app/domain/intake/priority.ts'
import { type Intake, setIntake } from '#app/domain/intake/set-intake.server.ts'
import type { HelpForm } from '#app/domain/requests/help-form.ts'
import { moveRequest } from '#app/domain/requests/move-request.server.ts'
import { receiveRequest } from '#app/domain/requests/receive-request.server.ts'
import { recordScreening } from '#app/domain/requests/record-screening.server.ts'
import { reasonsOf } from '#app/domain/requests/request.ts'
import type { Screening } from '#app/domain/requests/screening.ts'
import type { RequestState } from '#app/domain/requests/states.ts'
import { inTransaction } from '#app/platform/db.ts'
import { givenActor, givenTeam, type Team } from './given-disbursement.ts'

/** A fund's people, and an administrator who set how it takes requests. */
export type IntakeTeam = Team & { administrator: ActingStaff }

export async function givenIntakeTeam(
  of: { fund?: NonNullable<Parameters<typeof givenTeam>[0]>['fund']; intake?: Partial<Intake> } = {},
): Promise<IntakeTeam> {
  const team = await givenTeam(of.fund ? { fund: of.fund } : {})
  const administrator = await givenActor(team.fundId, ['administrator'])
  await givenIntake({ ...team, administrator }, of.intake)
  return { ...team, administrator }
}

export async function givenIntake(
  team: Pick<IntakeTeam, 'fundId' | 'administrator'>,
  intake: Partial<Intake> = {},
): Promise<void> {
  await setIntake({
    staff: team.administrator,
    intake: {
      fundId: team.fundId,
      mode: 'public_form',
      phone: '+1 555 0142',
      hours: '1-5 09:00-17:00',
      languages: ['en', 'es', 'ar'],
      answerWithinDays: 2,
      ...intake,
    },
  })
}

/** Clearly fictional, and different words in every field, so that a leak of any of them is found. */
export const helpForm: HelpForm = {
  askedBy: 'family',
  askerName: 'Marigold Example',
  phone: '+1 555 0188',
  voicemail: 'no',
  language: 'Kʼicheʼ, or slow Spanish',
  personName: 'Juniper Fictional',
  place: 'Larkspur Imaginary Jail',
  personKnows: 'yes',
}

/** Asked by the public form. Answers the request's id. */
export async function givenRequest(fundId: string, form: Partial<HelpForm> = {}): Promise<string> {
  const { code } = await receiveRequest({ fundId, token: randomUUID(), form: { ...helpForm, ...form } })
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const { id } = await tx.helpRequest.findUniqueOrThrow({ where: { code } })
    return id
  })
}

/** Moved along these states by intake and the approver, each with the first reason of its list. */
export async function walk(team: Team, requestId: string, ...states: RequestState[]): Promise<void> {
  for (const to of states) {
    const decides = ['approved', 'waitlisted', 'declined'].includes(to)
    const staff = decides ? team.approver : team.intake
    if (to === 'recommended') await screen(team, requestId)
    await moveRequest({ staff, requestId, to, reason: reasonsOf(to)[0] ?? null })
  }
}

/** Asked by intake, and nothing stands against posting, unless it is said. */
export const screen = (
  team: Team,
  requestId: string,
  answers: Partial<Screening> = {},
  criteria: PriorityCriterion[] = ['hearing_soon'],
) =>
  recordScreening({
    staff: team.intake,
    requestId,
    criteria,
    answers: {
      other_hold: 'no',
      detainer: 'no',
      stay_or_appeal: 'no',
      released_if_posted: 'yes',
      monitoring_slot: 'unknown',
      ride_needed: 'yes',
      ...answers,
    },
  })

export const requestRow = (id: string) =>
  inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.helpRequest.findUniqueOrThrow({
      where: { id },
      include: { helpRequestEvents: { orderBy: { id: 'asc' } }, callTasks: { orderBy: { dueAt: 'asc' } } },
    }),
  )
