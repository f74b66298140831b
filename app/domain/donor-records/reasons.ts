import { mailTopics } from '#app/domain/mail/mail-topics.ts'

/** What staff stop: every mail that is not owed, or one topic. */
export const stoppable = ['everything', ...mailTopics] as const

/** Why staff look at a donor's address: a code, because the record of it stays. */
export const donorRevealReasons = [
  'donor_called',
  'donor_wrote',
  'mail_came_back',
  'same_person',
  'counsel_asked',
] as const

/** Why a donor is left alone. */
export const contactStopReasons = [
  'donor_asked',
  'complaint',
  'in_mourning',
  'unsafe_mailbox',
  'counsel_asked',
] as const

/** Why they are written to again. */
export const contactAgainReasons = ['donor_asked', 'mistake'] as const

/** Why a note no longer counts. */
export const noteEndReasons = ['done', 'outdated', 'mistake'] as const
