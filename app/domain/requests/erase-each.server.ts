import { Refusal } from '#app/domain/refusal.ts'
import { ConstraintViolation } from '#app/platform/constraint.ts'
import { log } from '#app/platform/log.ts'

/**
 * Erases one after the other. Whom the database will not let go tonight, since somebody works on them at this moment, holds up
 * nobody else, and is tried again the next night. What is no refusal is thrown when all the others were tried.
 */
export async function eraseEach(
  personIds: string[],
  erase: (personId: string) => Promise<void>,
): Promise<void> {
  const broken: unknown[] = []
  for (const personId of personIds) {
    try {
      await erase(personId)
    } catch (error) {
      const isRefused = error instanceof ConstraintViolation || error instanceof Refusal
      if (!isRefused) broken.push(error)
      const why = error instanceof ConstraintViolation ? { constraint: error.constraint } : {}
      log.warn('someone could not be erased tonight and is tried again tomorrow', why, error)
    }
  }
  if (broken.length > 0) throw broken[0]
}
