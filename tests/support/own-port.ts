import { randomInt } from 'node:crypto'
import { freePort } from '#app/start/free-port.ts'

/**
 * A free port that stays free until it is used: nobody who asks the system for any port is given one below 32768, and two
 * who ask here at once hardly ask for the same.
 */
export const ownPort = (): Promise<number> => freePort(randomInt(20_000, 32_000))
