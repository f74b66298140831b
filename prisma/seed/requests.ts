import { randomUUID } from 'node:crypto'
import { listPlace } from '#app/domain/intake/list-place.server.ts'
import { setIntake } from '#app/domain/intake/set-intake.server.ts'
import { setPriority } from '#app/domain/intake/set-priority.server.ts'
import type { HelpForm } from '#app/domain/requests/help-form.ts'
import { moveRequest } from '#app/domain/requests/move-request.server.ts'
import { receiveRequest } from '#app/domain/requests/receive-request.server.ts'
import { recordCall } from '#app/domain/requests/record-call.server.ts'
import { recordScreening } from '#app/domain/requests/record-screening.server.ts'
import { actionFor, type IntakeMode } from '#app/domain/requests/request.ts'
import type { RequestState } from '#app/domain/requests/states.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { DemonstrationStaff } from './people.ts'

const day = 86_400_000

/** One fund of each way to be asked. */
const intakes: Record<string, { mode: IntakeMode; phone: string; hours: string; languages: string[] }> = {
  'community-bail': {
    mode: 'public_form',
    phone: '+1 555 0142',
    hours: '1-6 08:00-20:00',
    languages: ['en', 'es', 'ar'],
  },
  'immigration-bonds': {
    mode: 'partners_only',
    phone: '+1 555 0143',
    hours: '1-5 09:00-17:00',
    languages: ['es', 'en', 'ht'],
  },
  'emergency-release': { mode: 'off', phone: '+1 555 0144', hours: '1-5 10:00-16:00', languages: ['en'] },
}

const places = [
  { name: 'Larkspur Public Defender (fictional)', phone: '+1 555 0160' },
  { name: 'Harbor Legal Aid (fictional)', phone: '+1 555 0161' },
]

type Step = [to: RequestState, reason?: string]

/** People who do not exist, held in a place that does not exist. */
const asked: { daysAgo: number; who: Partial<HelpForm>; way: Step[]; called?: boolean }[] = [
  {
    daysAgo: 17,
    who: { personName: 'Indigo Fictional', askerName: 'Yael Example', askedBy: 'friend' },
    way: [['screening'], ['withdrawn', 'asker_said']],
    called: true,
  },
  {
    daysAgo: 21,
    who: { personName: 'Jules Fictional', askerName: 'Zuri Example' },
    way: [['screening'], ['ineligible', 'held_elsewhere']],
    called: true,
  },
  {
    daysAgo: 12,
    who: { personName: 'Kerry Fictional', askerName: 'Alba Example', voicemail: 'yes' },
    way: [['screening'], ['recommended'], ['approved'], ['released_otherwise', 'jail_said']],
    called: true,
  },
  {
    daysAgo: 52,
    who: { personName: 'Lennon Fictional', askerName: 'Brook Example' },
    way: [['screening'], ['recommended'], ['approved']],
    called: true,
  },
  {
    daysAgo: 0,
    who: { personName: 'Avery Fictional', askerName: 'Quinn Example', askedBy: 'family' },
    way: [],
  },
  {
    daysAgo: 6,
    who: {
      personName: 'Blair Fictional',
      askerName: 'Rowan Example',
      askedBy: 'friend',
      personKnows: 'unsure',
    },
    way: [],
  },
  {
    daysAgo: 4,
    who: { personName: 'Casey Fictional', askerName: 'Sage Example', askedBy: 'lawyer', voicemail: 'yes' },
    way: [['screening']],
    called: true,
  },
  {
    daysAgo: 9,
    who: { personName: 'Drew Fictional', askerName: 'Tatum Example', language: 'Español' },
    way: [['screening'], ['recommended']],
    called: true,
  },
  {
    daysAgo: 14,
    who: { personName: 'Emery Fictional', askerName: 'Uma Example' },
    way: [['screening'], ['waitlisted', 'money_short']],
    called: true,
  },
  {
    daysAgo: 20,
    who: { personName: 'Finley Fictional', askerName: 'Vale Example' },
    way: [['screening'], ['recommended'], ['approved']],
    called: true,
  },
  {
    daysAgo: 25,
    who: { personName: 'Gray Fictional', askerName: 'Wren Example', personKnows: 'no' },
    way: [['screening'], ['no_bond_available', 'no_bond_set']],
    called: true,
  },
  {
    daysAgo: 38,
    who: { personName: 'Marlow Fictional', askerName: 'Cory Example', askedBy: 'friend' },
    way: [['screening'], ['no_bond_available', 'other_hold']],
  },
  {
    daysAgo: 43,
    who: { personName: 'Nico Fictional', askerName: 'Devon Example' },
    way: [['screening'], ['no_bond_available', 'bond_denied']],
  },
  {
    daysAgo: 31,
    who: { personName: 'Harper Fictional', askerName: 'Xen Example' },
    way: [['declined', 'cannot_post_there']],
    called: true,
  },
]

const plain: HelpForm = {
  askedBy: 'family',
  askerName: 'Someone Example',
  phone: '+1 555 0177',
  voicemail: 'no',
  language: 'English',
  personName: 'Someone Fictional',
  place: 'Larkspur County Jail (fictional)',
  personKnows: 'yes',
}

/** How each fund is asked for help, and a few who asked. Dana follows the requests, Sam decides. */
export async function seedRequests(
  funds: { id: string; slug: string }[],
  staff: DemonstrationStaff,
  today: Date,
): Promise<void> {
  for (const { id, slug } of funds) {
    const intake = intakes[slug]
    if (intake) await setIntake({ staff: staff.sam, intake: { fundId: id, answerWithinDays: 2, ...intake } })
  }
  for (const { id } of funds) {
    await setPriority({
      staff: staff.sam,
      fundId: id,
      criteria: ['health', 'hearing_soon', 'order_of_asking'],
    })
    for (const place of places) await listPlace({ staff: staff.dana, fundId: id, ...place })
  }
  const fundId = funds.find(({ slug }) => slug === 'community-bail')?.id ?? ''
  for (const { daysAgo, who, way, called } of asked) {
    const at = (later: number) => new Date(today.getTime() - daysAgo * day + later * 3_600_000)
    const requestId = await asOfTime(at(-1), () => ask(fundId, { ...plain, ...who }))
    if (called) await asOfTime(at(-0.5), () => callBack(staff, requestId))
    for (const [number, [to, reason = null]] of way.entries()) {
      const by = actionFor(to) === 'requests:decide' ? staff.sam : staff.dana
      if (to === 'recommended') await asOfTime(at(number * 4), () => screen(staff, requestId, daysAgo))
      await asOfTime(at(number * 4), () => moveRequest({ staff: by, requestId, to, reason }))
    }
    // The newest answer is still to be given by telephone; the older ones were.
    if (daysAgo > 14) await asOfTime(at(way.length * 4), () => callBack(staff, requestId))
  }
}

const screen = ({ dana }: DemonstrationStaff, requestId: string, daysAgo: number) =>
  recordScreening({
    staff: dana,
    requestId,
    criteria: daysAgo % 2 === 0 ? ['health', 'cares_for_others'] : ['hearing_soon'],
    answers: {
      other_hold: 'no',
      detainer: daysAgo % 3 === 0 ? 'unknown' : 'no',
      stay_or_appeal: 'no',
      released_if_posted: 'yes',
      monitoring_slot: 'no',
      ride_needed: 'yes',
    },
  })

async function ask(fundId: string, form: HelpForm): Promise<string> {
  const { code } = await receiveRequest({ fundId, token: randomUUID(), form })
  return inTransaction({ scope: { kind: 'system' } }, async (tx) => {
    const { id } = await tx.helpRequest.findUniqueOrThrow({ where: { code }, select: { id: true } })
    return id
  })
}

export async function callBack({ dana }: DemonstrationStaff, requestId: string): Promise<void> {
  const open = await inTransaction({ scope: { kind: 'system' } }, (tx) =>
    tx.callTask.findMany({ where: { requestId, doneAt: null }, select: { id: true } }),
  )
  for (const { id } of open) await recordCall({ staff: dana, requestId, callId: id, outcome: 'reached' })
}
