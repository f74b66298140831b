import { Refusal, type RefusalCode, type RefusalParams } from '#app/domain/refusal.ts'
import { ConstraintViolation } from '#app/platform/constraint.ts'

/** The code and figures of the refusal that the act ends with. Anything else, success too, is a failure of the test. */
export async function refusalOf(
  act: Promise<unknown>,
): Promise<{ code: RefusalCode; params: RefusalParams }> {
  const error = await failureOf(act)
  if (error instanceof Refusal) return { code: error.code, params: error.params }
  throw error
}

/** The codes of acts that are all refused, in their order. */
export const refusalsOf = (acts: Promise<unknown>[]): Promise<RefusalCode[]> =>
  Promise.all(acts.map(async (act) => (await refusalOf(act)).code))

/** The name of the database rule that the statement broke. */
export async function brokenRule(act: Promise<unknown>): Promise<string> {
  const error = await failureOf(act)
  if (error instanceof ConstraintViolation) return error.constraint
  throw error
}

/** The code that a form would show: of the refusal, or of the database rule that was broken. */
export async function whyRefused(act: Promise<unknown>): Promise<string> {
  const error = await failureOf(act)
  if (error instanceof Refusal) return error.code
  if (error instanceof ConstraintViolation) return error.constraint
  throw error
}

async function failureOf(act: Promise<unknown>): Promise<unknown> {
  try {
    await act
  } catch (error) {
    return error
  }
  throw new Error('it was allowed')
}
