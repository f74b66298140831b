import { Temporal } from 'temporal-polyfill'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { type BondState, nextStates } from './bond.ts'
import { type ChaseKind, type ChaseNote, type DrawnTo, kindsIn } from './chase.ts'
import { dayOf } from './day-of.ts'
import type { LockedBond } from './lock-bond.server.ts'
import { type OnBond, openBondAct } from './open-bond-act.server.ts'
import { walkBond } from './walk-bond.server.ts'

export type Chase = OnBond & {
  kind: ChaseKind
  /** Asked for with a claim, and only there. */
  drawnTo: DrawnTo | null
  note: ChaseNote
  /** When to ask again: a day of the organization's, as `2026-11-21`. */
  dueOn: string | null
  /** The last day on which this court takes the claim, as its own paper says: courts differ, and so do their notices. */
  lastDay: string | null
}

/** Money that is due was asked for, or ICE for what makes it due. It books nothing: what will come is an expectation until it is in the bank. */
export async function recordChase(chase: Chase): Promise<void> {
  const { staff, kind, drawnTo, note, dueOn, lastDay } = chase
  const { timezone } = await organization()
  await attempt({ staff, action: 'bond.chased', subject: 'bond', subjectId: chase.bondId }, async (tx) => {
    const { bonds, at } = await openBondAct(tx, 'chase', chase)
    if (!kindsIn(bonds[0].state).includes(kind)) throw new Refusal('only_what_is_due_is_chased', {}, 'kind')
    if ((kind === 'claim_filed') !== (drawnTo !== null)) {
      throw new Refusal('claim_says_to_whom_it_is_drawn', {}, 'drawnTo')
    }
    if (dueOn !== null && dueOn < dayOf(at, timezone)) {
      throw new Refusal('chase_is_due_after_it_happened', {}, 'dueOn')
    }
    if (lastDay !== null && lastDay < dayOf(bonds[0].postedAt, timezone)) {
      throw new Refusal('chase_comes_after_posting', {}, 'lastDay')
    }
    refuseFarDays({ dueOn, lastDay }, dayOf(at, timezone))

    for (const bond of bonds) {
      await tx.bondChase.create({
        data: {
          bondId: bond.id,
          kind,
          drawnTo,
          note,
          dueOn: dueOn === null ? null : new Date(dueOn),
          lastDay: lastDay === null ? null : new Date(lastDay),
          recordedBy: staff.id,
          occurredAt: at,
        },
      })
      await walkBond(tx, bond, { steps: stepsAfter(kind, bond), by: staff.id, reason: '', at })
      await recordAudit(tx, {
        actor: { kind: 'staff', id: staff.id },
        action: 'bond.chased',
        subject: 'bond',
        subjectId: bond.id,
        fundId: bond.fundId,
        detail: { kind, note, drawnTo: drawnTo ?? '', dueOn: dueOn ?? '', lastDay: lastDay ?? '' },
      })
    }
  })
}

/** A claim moves the bond to `claimed`, a check in a person's hands to `held_by_depositor`, where its kind has that state. */
function stepsAfter(kind: ChaseKind, bond: LockedBond): BondState[] {
  const reached: Partial<Record<ChaseKind, BondState>> = {
    claim_filed: 'claimed',
    drawn_to_person: 'held_by_depositor',
  }
  const to = reached[kind]
  return to && nextStates(bond.kind, bond.state).includes(to) ? [to] : []
}

/** Who was asked answers within some years; a claim may stay open for decades. */
const yearsAhead = { dueOn: 5, lastDay: 30 }

/** A day that nobody will wait for is a slip in the year. */
function refuseFarDays(days: Record<keyof typeof yearsAhead, string | null>, today: string): void {
  for (const field of ['dueOn', 'lastDay'] as const) {
    const latest = Temporal.PlainDate.from(today).add({ years: yearsAhead[field] }).toString()
    if ((days[field] ?? '') > latest) throw new Refusal('chase_day_is_within_reach', {}, field)
  }
}
