import { Prisma } from '#prisma/generated/client.ts'

/** The ids of advances that were meant for a case, or out of which it was paid; one may be for several. */
export const advancesOfCase = (caseCode: string): Prisma.Sql => Prisma.sql`
  select v.advance_id from advance_cover v join disbursement d on d.id = v.disbursement_id where d.case_code = ${caseCode}
  union select a.advance_id from advance_payment a join disbursement_payment p on p.id = a.payment_id
    join disbursement d on d.id = p.disbursement_id where d.case_code = ${caseCode}`
