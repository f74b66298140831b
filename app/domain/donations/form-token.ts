import { randomUUID } from 'node:crypto'
import { now } from '#app/platform/clock.ts'
import { sign, signatureMatches } from '#app/platform/crypto.ts'

const purpose = 'giving-form'

/** A form that was left open over night still counts. */
const lastsMilliseconds = 24 * 60 * 60_000

/**
 * Goes out with every giving form: which form it is and when it left, in a way that nobody else can write. When it left also says
 * which words of each fund stood beside it.
 */
export const newFormToken = (form: string = randomUUID(), sentOut: Date = now()): string => {
  const said = `${form}.${sentOut.getTime()}`
  return `${said}.${sign(purpose, said)}`
}

type SentForm =
  | { ok: true; form: string; sentOut: Date }
  | { ok: false; why: 'form_foreign' }
  | { ok: false; why: 'form_too_old'; sentOut: Date }

/** What a form that came back says of itself. One that we did not send out, or long ago, is to be sent out anew. */
export function readFormToken(token: string): SentForm {
  const [form = '', at = '', signature = ''] = token.split('.')
  if (!signatureMatches(purpose, `${form}.${at}`, signature)) return { ok: false, why: 'form_foreign' }
  const sentOut = new Date(Number(at))
  return now().getTime() - sentOut.getTime() > lastsMilliseconds
    ? { ok: false, why: 'form_too_old', sentOut }
    : { ok: true, form, sentOut }
}
