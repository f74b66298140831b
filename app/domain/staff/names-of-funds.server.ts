import { fundNames } from '#app/domain/disbursements/reads/fund-names.server.ts'
import { db } from '#app/platform/db.ts'

/** What the funds that staff work for are called, by id, in the reader's language and in the order of their names. */
export async function namesOfFunds(of: {
  fundIds: string[]
  language: string
}): Promise<Map<string, string>> {
  const names = await fundNames(db(), of)
  return new Map([...names].sort(([, one], [, other]) => one.localeCompare(other, of.language)))
}
