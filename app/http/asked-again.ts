import { redirect } from '@remix-run/node'
import { Refusal } from '#app/domain/refusal.ts'
import { paths } from './paths.ts'

/** A paper that has to wait for a moment sends its reader back to the page, which says so, with what they typed. */
export async function orAskedAgain<T>(paper: Promise<T>, typed: Record<string, string> = {}): Promise<T> {
  try {
    return await paper
  } catch (error) {
    if (error instanceof Refusal && error.code === 'statement_waits')
      throw redirect(paths.donorStatements({ ...typed, wrong: 'waits' }))
    throw error
  }
}
