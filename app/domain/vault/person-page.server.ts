import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { daysKept } from '#app/domain/requests/request.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import { whatHolds } from './erase-person.server.ts'
import { type VaultField, vaultFields } from './fields.ts'
import type { LookReason, TrueReason } from './reasons.ts'
import { stored } from './stored.server.ts'
import type { Stored } from './stored-places.ts'
import { trueReasons } from './true-reasons.server.ts'

/** A field as it is shown to those who have not asked why: that it is known, and since when. */
export type MaskedField = {
  field: VaultField
  /** Whose docket, court or the like it is; null of what is the person's, or was written before cases had their own. */
  caseCode: string | null
  recordedAt: Date
  versions: number
  /** By how many of the person's requests it is said, each with its own. */
  requests: number
}

/** Besides fields, a look may have been at a document, at the list of them, at the names of a bond's parties, or at a signer. */
export type Seen = VaultField | 'document' | 'documents' | 'party' | 'signer'

export type Look = {
  id: bigint
  by: string
  fields: Seen[]
  /** The case whose facts were looked at; null where it was at what is the person's alone. */
  caseCode: string | null
  reason: LookReason
  occurredAt: Date
}

export type PersonPage = {
  personId: string
  fundId: string
  createdAt: Date
  erasedAt: Date | null
  caseCodes: string[]
  /** The other records that are said to be of the same person: a demand for one asks for all, and they are erased together. */
  joined: { personId: string; caseCodes: string[] }[]
  fields: MaskedField[]
  looks: Look[]
  /** Why somebody may look today; whose work each is, `isTheirs` tells. */
  reasons: TrueReason[]
  stored: Stored
  onHold: boolean
  moneyOut: boolean
  /**
   * The day from which the night erases them if nothing more happens: sixty days after the last step where no request of theirs was
   * accepted, else the end of the fund's term. Null where no day can be named, since money is out or the person is erased.
   */
  keptUntil: Date | null
}

/** One person, masked: nothing is opened to make it. Null for someone of a fund where this person may not read. */
export const personPage = (of: {
  staff: ActingStaff
  fundIds: string[]
  personId: string
}): Promise<PersonPage | null> =>
  inTransaction({ scope: { kind: 'staff', fundIds: of.staff.fundIds } }, async (tx) => {
    const { personId } = of
    const person = await tx.person.findUnique({ where: { id: personId } })
    if (!person || !of.fundIds.includes(person.fundId)) return null
    const { fundId, createdAt, erasedAt } = person
    const cases = await tx.personCase.findMany({ where: { personId }, orderBy: { recordedAt: 'asc' } })
    return {
      ...{ personId, fundId, createdAt, erasedAt },
      caseCodes: cases.map(({ caseCode }) => caseCode),
      joined: await joinedWith(tx, personId),
      fields: await maskedFields(tx, personId),
      looks: await looks(tx, personId),
      reasons: erasedAt ? [] : await trueReasons(tx, personId),
      stored: await stored(tx, personId),
      ...(await whatHolds(tx, personId)),
      keptUntil: await keptUntil(tx, personId),
    }
  })

const joinedWith = (tx: Tx, personId: string): Promise<PersonPage['joined']> => tx.$queryRaw<
  PersonPage['joined']
>`
  select j as "personId",
         array(select c.case_code from person_case c where c.person_id = j order by c.recorded_at) as "caseCodes"
    from persons_joined(${personId}::uuid) j where j <> ${personId}::uuid order by j`

async function maskedFields(tx: Tx, personId: string): Promise<MaskedField[]> {
  const rows = await tx.$queryRaw<MaskedField[]>`
    select s.field, s.case_code as "caseCode", max(s.recorded_at) as "recordedAt",
           count(*) filter (where s.request_id is null)::int as versions,
           count(distinct s.request_id)::int as requests
      from (select field, case_code, recorded_at, null::uuid as request_id
              from person_field where person_id = ${personId}::uuid
            union all
            select said.field, null, f.recorded_at, f.request_id
              from request_field f
              join (values ('contact', 'contact'), ('contact', 'phone'), ('screening', 'screening')) said (sealed, field)
                on said.sealed = f.field
             where f.person_id = ${personId}::uuid) s
      left join person_case c on c.case_code = s.case_code
     group by s.field, s.case_code, c.recorded_at order by c.recorded_at nulls first, s.case_code`
  return rows.sort((one, other) => vaultFields.indexOf(one.field) - vaultFields.indexOf(other.field))
}

async function keptUntil(tx: Tx, personId: string): Promise<Date | null> {
  const [row] = await tx.$queryRaw<{ day: Date | null }[]>`
    select person_known_until(${personId}::uuid, ${daysKept}::integer) as day`
  return row?.day ?? null
}

const looks = (tx: Tx, personId: string): Promise<Look[]> => tx.$queryRaw<Look[]>`
  select r.id, s.name as by, r.fields, r.case_code as "caseCode", r.reason, r.occurred_at as "occurredAt"
    from person_reveal r join staff s on s.id = r.staff_id
   where r.person_id = ${personId}::uuid order by r.id desc limit 100`
