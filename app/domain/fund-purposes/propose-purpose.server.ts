import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { lockManagedFund } from '#app/domain/funds/lock-fund.server.ts'
import { startOfDay } from '#app/domain/recurring-donations/charge-dates.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { tellAdministrators } from '#app/domain/staff/notices/tell-administrators.server.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { PurposeText } from './purpose.ts'

type Proposal = {
  staff: { id: string; fundIds: string[] }
  fundId: string
  /** The first day of the new words, as `2027-01-01`, in the organization's time zone. */
  from: string
  timezone: string
  /** What money may go out for under them. */
  codes: string[]
  texts: PurposeText[]
}

/**
 * New words of what a fund is for, put forward by one of its administrators. They hold once another has confirmed them, from
 * their day on, for what is given then. Refuses `fund_unknown`, `role_may_not`, `closed_fund_takes_nothing`,
 * `purpose_change_is_ahead`, `purpose_versions_follow_in_time`, `purpose_change_allows_something`,
 * `purpose_change_speaks_its_languages`, and `required` for a language that is only written in part. Breaks
 * `one_purpose_change_is_proposed`.
 */
export async function proposePurpose(proposal: Proposal): Promise<{ changeId: string }> {
  const { staff, fundId, codes, texts } = proposal
  const of = { action: 'fund.purpose_proposed', subject: 'fund', subjectId: fundId }
  return attempt({ staff, ...of }, async (tx) => {
    if (!staff.fundIds.includes(fundId)) throw new Refusal('fund_unknown')
    const fund = await lockManagedFund(tx, { fundId, staffId: staff.id })
    if (fund.state === 'closed') throw new Refusal('closed_fund_takes_nothing')
    const effectiveFrom = startOfDay(proposal.from, proposal.timezone)
    await refuseOutOfOrder(tx, { fundId, effectiveFrom })
    if ((await tx.purposeCode.count({ where: { code: { in: codes } } })) !== codes.length || !codes.length)
      throw new Refusal('purpose_change_allows_something', {}, 'codes')
    await refuseUnspoken(tx, fundId, texts)

    const { id: changeId } = await tx.fundPurposeChange.create({
      data: { fundId, effectiveFrom, purposeCodes: codes, proposedBy: staff.id, occurredAt: now() },
      select: { id: true },
    })
    await tx.fundPurposeChangeText.createMany({ data: texts.map((text) => ({ changeId, ...text })) })
    await recordAudit(tx, {
      ...{ actor: { kind: 'staff', id: staff.id }, ...of, fundId },
      detail: { from: proposal.from, codes: codes.join(' ') },
    })
    await tellAdministrators(tx, {
      ...{ fundId, event: 'purpose_proposed', by: staff.id, key: changeId },
      path: `/admin/funds/${fundId}/purpose`,
    })
    return { changeId }
  })
}

/** Nobody was told before a day that is over, and the words of a later day are not undone by an earlier one's. */
async function refuseOutOfOrder(tx: Tx, of: { fundId: string; effectiveFrom: Date }): Promise<void> {
  if (of.effectiveFrom <= now()) throw new Refusal('purpose_change_is_ahead', {}, 'from')
  const newest = await tx.fundPurpose.findFirst({
    where: { fundId: of.fundId },
    orderBy: { version: 'desc' },
  })
  if (newest && of.effectiveFrom <= newest.effectiveFrom)
    throw new Refusal('purpose_versions_follow_in_time', {}, 'from')
}

async function refuseUnspoken(tx: Tx, fundId: string, texts: PurposeText[]): Promise<void> {
  for (const { language, ...words } of texts)
    for (const [field, written] of Object.entries(words))
      if (!written) throw new Refusal('required', {}, `${field}_${language}`)
  const spoken = await tx.$queryRaw<{ language: string }[]>`
    select language from fund_purpose_text t where t.fund_id = ${fundId}::uuid
       and t.version = (select max(p.version) from fund_purpose p where p.fund_id = t.fund_id)
    union select 'en' order by language`
  const missing = spoken.find(({ language }) => !texts.some((text) => text.language === language))
  if (missing) throw new Refusal('purpose_change_speaks_its_languages', {}, `name_${missing.language}`)
}
