import { may } from '#app/domain/staff/access.ts'
import type { Waiting, WaitingFor } from '#app/domain/waiting.ts'
import type { Tx } from '#app/platform/db.ts'
import { troubledMail } from './troubled-mail.server.ts'

/** More than one person can work through in a day; the page has them all. */
const namedAtMost = 20

/** Receipts and their like that did not arrive, and mails that were not sent: for those who may correct an address. */
export async function waitingMail(tx: Tx, { staff, personIn }: WaitingFor): Promise<Waiting[]> {
  const fundIds = staff.fundIds.filter((fundId) => may(personIn(fundId).roles, 'mail:mend'))
  const [first] = fundIds
  if (!first) return []
  const mails = await troubledMail(tx, { fundIds, limit: namedAtMost })
  return mails.map(({ mailId, problem, fundId, since }) => ({
    act: problem === 'parked' ? 'mail_parked' : 'mail_came_back',
    to: `/admin/mail#${mailId}`,
    fundId: fundId ?? first,
    ...{ caseCode: null, amountCents: null, since, dueAt: null },
  }))
}
