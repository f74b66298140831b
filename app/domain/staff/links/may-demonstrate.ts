import { env } from '#app/platform/env.ts'
import { isLive } from '#app/platform/stripe.ts'

/** Whether people may be let in for show: never where real money can move, and never in production. */
export const mayDemonstrate = (): boolean => !isLive() && env().HOMEWARD_START === 'demonstration'
