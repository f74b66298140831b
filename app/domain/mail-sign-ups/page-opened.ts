import { now } from '#app/platform/clock.ts'
import { sign, signatureMatches } from '#app/platform/crypto.ts'

const purpose = 'sign-up-page'

/** Faster than anyone reads one line and writes an address. */
const leastMilliseconds = 2_000

/** Says when the form was sent out, in a way that nobody else can. It holds no person and is kept nowhere. */
export function pageOpened(): string {
  const at = String(now().getTime())
  return `${at}.${sign(purpose, at)}`
}

/** Whether a form that came back with this was filled in at a person's pace. A made-up one was not. */
export function wasFilledInByHand(opened: string): boolean {
  const [at = '', signature = ''] = opened.split('.')
  return signatureMatches(purpose, at, signature) && now().getTime() - Number(at) >= leastMilliseconds
}
