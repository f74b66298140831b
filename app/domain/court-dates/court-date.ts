import type { BondKind } from '#app/domain/bonds/bond.ts'

/** Courts name an hour and then call by the list: what can be planned for is half a day. */
export const halves = ['morning', 'afternoon'] as const
export type Half = (typeof halves)[number]

const ofCourts = ['arraignment', 'status', 'motion', 'plea', 'trial', 'sentencing', 'other'] as const
/** A check-in is a date too: missing it can break the bond. */
const ofDhs = ['master', 'merits', 'check_in', 'other'] as const

export const hearings = [...new Set([...ofCourts, ...ofDhs])]
export type Hearing = (typeof hearings)[number]

export const hearingsOf = (kind: BondKind): readonly Hearing[] => (kind === 'court_bail' ? ofCourts : ofDhs)

/** What became of a date when it came; `continued` goes on at a later day. */
export const dayOutcomes = ['appeared', 'missed', 'continued', 'case_ended'] as const
export type DayOutcome = (typeof dayOutcomes)[number]

/** What the court, or a correction of ours, did to a date that had not come. */
export const dateChanges = ['moved', 'cancelled'] as const
export type DateChange = (typeof dateChanges)[number]

export const hasNext = (outcome: string): boolean => outcome === 'continued' || outcome === 'moved'

const callKinds = ['seven_days', 'two_days', 'morning_before'] as const
export type CallKind = (typeof callKinds)[number]

export const callOutcomes = ['reached', 'voicemail', 'no_answer', 'number_wrong'] as const
export type CallOutcome = (typeof callOutcomes)[number]

export const rides = ['wanted', 'not_wanted'] as const
export type Ride = (typeof rides)[number]

/** The languages that the call's words are written in, and `other`: then an interpreter speaks them. */
export const contactLanguages = ['en', 'es', 'ar', 'other'] as const
export type ContactLanguage = (typeof contactLanguages)[number]

export const lawyerAnswers = ['called', 'no_answer', 'no_lawyer'] as const
export type LawyerAnswer = (typeof lawyerAnswers)[number]

export const whereabouts = [
  'detained_elsewhere',
  'removed',
  'in_hospital',
  'died',
  'did_not_know',
  'other',
  'unknown',
] as const
export type Whereabouts = (typeof whereabouts)[number]

export const proofKinds = [
  'booking_record',
  'hospital_letter',
  'removal_record',
  'death_certificate',
  'lawyer_letter',
  'court_record',
  'other',
] as const
export type ProofKind = (typeof proofKinds)[number]

/** Of a jail's desk: a detainer is what ICE asked the jail for. */
const ofJails = ['being_processed', 'hold', 'detainer', 'moved_elsewhere', 'not_there', 'no_answer'] as const
/** Of ICE: a stay that was filed against the bond keeps someone inside though it is posted. */
const ofIce = ['being_processed', 'stay', 'moved_elsewhere', 'hold', 'not_there', 'no_answer'] as const

export const releaseAnswers = [...new Set([...ofJails, ...ofIce])]
export type ReleaseAnswer = (typeof releaseAnswers)[number]

export const releaseAnswersOf = (kind: BondKind): readonly ReleaseAnswer[] =>
  kind === 'court_bail' ? ofJails : ofIce

const withDates = [
  'posted',
  'posted_not_released',
  'released',
  'active',
  'missed_court',
  'forfeiture_noticed',
  'delivery_demand',
  'breach_noticed',
  'appealed',
]

/** While the case goes on there is a next date; once the bond is over, what was still planned is of no use. */
export const takesDates = (state: string): boolean => withDates.includes(state)
export const statesWithDates: readonly string[] = withDates
