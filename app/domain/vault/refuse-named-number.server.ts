import { Refusal } from '#app/domain/refusal.ts'
import { blindToken } from '#app/platform/crypto.ts'
import type { Tx } from '#app/platform/db.ts'
import type { IndexKind } from './fields.ts'
import { searchParts } from './normalize.ts'
import { isPlainlyOfPerson, runsOf } from './paper-number.ts'

/** Where the number is written, and who is sought in it: the person of a case, or any of a fund's people. */
type Written = {
  number: string
  field: string
  of: { caseCode: string } | { fundIds: string[] }
  /** A name that only its own record knows, sealed there: who signed for a family. */
  signer?: string
}

// One sign less, and an initial or the number of a check would be taken for a name or a docket.
const shortestName = 3
const shortestNumber = 5

/**
 * The number of a paper stands in the clear with the books, so it names nobody. Refuses (`number_points_to_a_person`) what
 * is plainly of a person, and what the vault knows of them: a word of the name of the case's person, or their A-number, telephone, docket or booking number in any case.
 * Without a case two words of one name are needed, since half of all names are also words. The database sees only tokens.
 */
export async function refuseNamedNumber(tx: Tx, { number, field, of, signer = '' }: Written): Promise<void> {
  const isOfSigner = () => namesIn(signer).some((word) => namesIn(number).includes(word))
  const isKnown = () =>
    'caseCode' in of ? isOfCase(tx, of.caseCode, number) : isOfFunds(tx, of.fundIds, number)
  if (isPlainlyOfPerson(number) || isOfSigner() || (await isKnown()))
    throw new Refusal('number_points_to_a_person', {}, field)
}

/** Whether a line that stands beside a case is plainly of a person, or says what the vault knows of the one of this case. */
export const pointsToPersonOf = async (tx: Tx, caseCode: string, line: string): Promise<boolean> =>
  isPlainlyOfPerson(line) || (await isOfCase(tx, caseCode, line))

async function isOfCase(tx: Tx, caseCode: string, number: string): Promise<boolean> {
  const tokens = [...nameTokens(number), ...tokensOf(['a_number', 'docket', 'phone', 'booking'], number)]
  if (tokens.length === 0) return false
  const known = await tx.$queryRaw<unknown[]>`
    select from person_case c join vault_keys.person_index i on i.person_id = c.person_id
     where c.case_code = ${caseCode} and i.token = any(${tokens}::bytea[]) limit 1`
  return known.length > 0
}

async function isOfFunds(tx: Tx, fundIds: string[], number: string): Promise<boolean> {
  const tokens = [...nameTokens(number), ...tokensOf(['a_number', 'docket', 'phone'], number)]
  if (tokens.length === 0) return false
  const known = await tx.$queryRaw<unknown[]>`
    select from vault_keys.person_index i join person p on p.id = i.person_id
     where p.fund_id = any(${fundIds}::uuid[]) and i.token = any(${tokens}::bytea[])
     group by p.id having bool_or(i.kind <> 'name') or count(distinct i.token) > 1 limit 1`
  return known.length > 0
}

const namesIn = (text: string): string[] =>
  searchParts('name', text).filter((word) => word.length >= shortestName && /\p{L}/u.test(word))

const nameTokens = (number: string) => namesIn(number).map((word) => blindToken('name', word))

function tokensOf(kinds: Exclude<IndexKind, 'name'>[], number: string) {
  const parts = (kind: IndexKind) => new Set(runsOf(number).flatMap((run) => searchParts(kind, run)))
  return kinds.flatMap((kind) =>
    [...parts(kind)].filter((part) => part.length >= shortestNumber).map((part) => blindToken(kind, part)),
  )
}
