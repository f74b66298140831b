import { confirmAdvance } from '#app/domain/cash/confirm-advance.server.ts'
import { moveCash } from '#app/domain/cash/move-cash.server.ts'
import { signOutAdvance } from '#app/domain/cash/sign-out-advance.server.ts'
import { proposeEnvelope } from '#app/domain/envelopes/propose-envelope.server.ts'
import { cents } from '#app/domain/money/cents.ts'
import { endTurn } from '#app/domain/on-call/end-turn.server.ts'
import { takeTurn } from '#app/domain/on-call/take-turn.server.ts'
import { assignPoster } from '#app/domain/postings/assign-poster.server.ts'
import { recordIdentity } from '#app/domain/postings/record-identity.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { asOfTime } from '#app/platform/clock.ts'
import { approve, proposeBail } from './approved.ts'
import type { DemonstrationStaff, Person } from './people.ts'
import { wasPresent } from './was-present.ts'

const hour = 3_600_000

export const counter = {
  hours: 'Every day, 8 am to 10 pm',
  methods: 'Cash and cashier’s check; no cards',
  papers: 'Photo identity card, letter of the fund',
}

/** A night is planned for tomorrow, and waits for Sam: Lee may draw up to three bonds from it. */
async function planNight(fundId: string, { dana, lee }: DemonstrationStaff, today: Date): Promise<void> {
  await proposeEnvelope({
    staff: dana,
    envelope: {
      ...{ fundId, total: cents(4_500_00n), cap: cents(1_500_00n), bonds: 3 },
      ...{ purposeCodes: ['court_bail'], posterIds: [lee.id] },
      opensAt: new Date(today.getTime() + 20 * hour),
      closesAt: new Date(today.getTime() + 44 * hour),
    },
  })
}

/** Nobody of this name, docket or number exists. */
const who = {
  name: 'Finley Fictional',
  birth_date: '1990-04-02',
  booking_number: 'B-0000-118',
  docket: '00-CR-0042',
  court: 'Larkspur County Court (fictional)',
  facility: 'Larkspur County Jail (fictional)',
  post_under: 'Larkspur Freedom Fund, Inc.',
  attorney_phone: '+1 555 0162',
}

/**
 * Tonight at the window: a bond that Lee goes to post with cash from two hands, cash that waits for its second, change for the box
 * that Kit has not signed yet, and who is on call.
 */
export async function seedWindow(
  fundId: string,
  staff: DemonstrationStaff,
  { today, caseCode }: { today: Date; caseCode: string | undefined },
): Promise<void> {
  const { dana, sam, kit, lee } = staff
  const ago = (hours: number) => new Date(today.getTime() - hours * hour)
  const { disbursementId } = await proposeBail(staff, {
    ...{ fundId, dollars: 600, fees: 40, at: ago(9) },
    ...(caseCode ? { caseCode } : {}),
  })
  await approve(sam, disbursementId, ago(6))
  await recordIdentity({ staff: dana, disbursementId, fields: who })
  await assignPoster({ staff: dana, disbursementId, posterId: lee.id, details: counter })

  const given = await asOfTime(ago(3), () =>
    signOutAdvance({
      ...{ staff: dana, fundId, posterId: lee.id, source: 'bank', amount: cents(640_00n) },
      disbursementIds: [disbursementId],
    }),
  )
  const stepUpId = await wasPresent(sam, boundTo.confirmAdvance(given.advanceId))
  await asOfTime(ago(2), () =>
    confirmAdvance({ staff: sam, advanceId: given.advanceId, stepUpId, timezone: 'America/Chicago' }),
  )
  await signOutAdvance({
    ...{ staff: sam, fundId, posterId: dana.id, source: 'bank', amount: cents(200_00n) },
    disbursementIds: [],
  })
  await moveCash({ staff: sam, fundId, to: 'cash_box', amount: cents(120_00n), witnessId: kit.id })
  await planNight(fundId, staff, today)
  await seedOldTurns(fundId, { sam, kit }, ago)
  for (const [position, person] of [sam, kit].entries()) {
    await takeTurn({
      ...{ staff: person, fundId, phone: `+1 555 018${position}` },
      startsAt: new Date(today.getTime() + position * 12 * hour),
      endsAt: new Date(today.getTime() + (position + 1) * 12 * hour),
    })
  }
}

/** The nights before: one that went by, and one that Kit gave up early. */
async function seedOldTurns(
  fundId: string,
  { sam, kit }: Pick<DemonstrationStaff, 'sam' | 'kit'>,
  ago: (hours: number) => Date,
): Promise<void> {
  const turn = (staff: Person, hours: number) =>
    asOfTime(ago(hours), () =>
      takeTurn({
        ...{ staff, fundId, phone: '+1 555 0182' },
        ...{ startsAt: ago(hours - 1), endsAt: ago(hours - 13) },
      }),
    )
  await turn(sam, 62)
  const { turnId } = await turn(kit, 38)
  await asOfTime(ago(30), () => endTurn({ staff: kit, turnId }))
}
