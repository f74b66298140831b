import { data } from '@remix-run/node'
import { Refusal, type RefusalParams } from '#app/domain/refusal.ts'
import { ConstraintViolation } from '#app/platform/constraint.ts'
import type { FormValues, RefusedForm } from './parse-form.ts'

/** What a page reads after an act was refused. The code's words are in the `errors` catalog. */
export type RefusalAnswer = { code: string; params: RefusalParams; field?: string }

const noStore = { headers: { 'Cache-Control': 'no-store' } }

/**
 * Runs an act. A `Refusal` or a broken database rule becomes a 409 with its code, and what was typed, for the page to
 * say beside the form; anything else is a bug and goes on.
 */
export async function orRefusal<T>(act: Promise<T>, values: FormValues = {}) {
  try {
    return { ok: true as const, value: await act }
  } catch (error) {
    return { ok: false as const, response: refused(refusalOf(error), values) }
  }
}

/** 409: well formed, and not allowed. A `Refusal` is an error, of which only the message would cross the wire. */
export const refused = ({ code, params, field }: RefusalAnswer, values: FormValues = {}) => {
  const refusal: RefusalAnswer = { code, params, ...(field === undefined ? {} : { field }) }
  const errors: Record<string, string> = field === undefined ? {} : { [field]: code }
  return data({ refusal, values, errors }, { status: 409, ...noStore })
}

/** 422: what was typed could not be read; it is shown again with the reason beside each field. */
export const invalid = ({ values, errors }: Pick<RefusedForm, 'values' | 'errors'>) =>
  data({ refusal: null as RefusalAnswer | null, values, errors }, { status: 422, ...noStore })

function refusalOf(error: unknown): RefusalAnswer {
  if (error instanceof Refusal) return error
  if (error instanceof ConstraintViolation) return { code: error.constraint, params: {} }
  throw error
}
