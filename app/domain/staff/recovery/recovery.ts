/** Why someone has no way to sign in left: a code, since the record stays for good. */
export const recoveryReasons = ['device_lost', 'device_stolen', 'device_broken', 'device_replaced'] as const
export type RecoveryReason = (typeof recoveryReasons)[number]

/** How an administrator made sure that it is their colleague who asks. Mail is not among them: a mailbox can be taken. */
export const assurances = ['in_person', 'video_call', 'known_number'] as const
export type Assurance = (typeof assurances)[number]

export const stopReasons = ['not_them', 'found_again', 'by_mistake'] as const
export type StopReason = (typeof stopReasons)[number]

/** Two administrators of all the person's funds, or one and a trustee of them all; or whoever runs the server, after 72 hours. */
export type RecoveryWay = 'administrators' | 'host'

/**
 * `waiting` out the 72 hours · `ready` to be confirmed · `confirmed`, its link not opened yet · `used`: the old ways to
 * sign in are gone · `stopped` · `expired`. The database says which, by its own clock.
 */
export type RecoveryState = 'waiting' | 'ready' | 'confirmed' | 'used' | 'stopped' | 'expired'

export const canStillBeStopped = (state: RecoveryState): boolean =>
  state === 'waiting' || state === 'ready' || state === 'confirmed'
