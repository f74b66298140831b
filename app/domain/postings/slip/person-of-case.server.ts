import { rolesInFund } from '#app/domain/disbursements/require-role.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { type Action, may } from '#app/domain/staff/access.ts'
import { lockPerson } from '#app/domain/vault/lock-person.server.ts'
import type { Tx } from '#app/platform/db.ts'

type Asked = {
  staffId: string
  caseCode: string
  /** The fund that pays, where their right was judged already. */
  fundId: string
  /** What they must be allowed to, one of these, where another fund keeps the person. */
  actions: readonly Action[]
}

/**
 * Whose case it is, held until the transaction ends, and the fund that keeps them; null where nobody is known by the code.
 * Refuses (`slip_person_of_another_fund`) where another fund keeps the person, and this one does not serve it.
 */
export async function personOfCase(
  tx: Tx,
  { staffId, caseCode, fundId, actions }: Asked,
): Promise<{ personId: string; keptBy: string } | null> {
  const known = await tx.personCase.findUnique({ where: { caseCode } })
  if (!known) {
    if (await isKeptElsewhere(tx, caseCode)) throw new Refusal('slip_person_of_another_fund')
    return null
  }
  const { fundId: keptBy } = await lockPerson(tx, known.personId)
  if (keptBy !== fundId) {
    const roles = await rolesInFund(tx, { staffId, fundId: keptBy })
    if (!actions.some((action) => may(roles, action))) throw new Refusal('slip_person_of_another_fund')
  }
  return { personId: known.personId, keptBy }
}

/** Whether somebody is known by a case code whom this scope does not show. */
export async function isKeptElsewhere(tx: Tx, caseCode: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ elsewhere: boolean }[]>`
    select case_is_known(${caseCode}) and not exists (select from person_case c where c.case_code = ${caseCode}) as elsewhere`
  return row?.elsewhere ?? false
}

/** Whether nobody at all is known by a case code, whichever fund would keep them. */
export async function isOfNobody(tx: Tx, caseCode: string): Promise<boolean> {
  const [row] = await tx.$queryRaw<{ nobody: boolean }[]>`select not case_is_known(${caseCode}) as nobody`
  return row?.nobody ?? false
}
