import { attempt } from '#app/domain/audit/attempt.server.ts'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { requireRole } from '#app/domain/disbursements/require-role.server.ts'
import { intakeOf } from '#app/domain/intake/intake-of.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { now } from '#app/platform/clock.ts'
import type { Tx } from '#app/platform/db.ts'
import type { HelpForm } from './help-form.ts'
import { keepRequest } from './keep-request.server.ts'
import type { EnteredSource } from './request.ts'
import { workingDaysAfter } from './working-days.ts'

export type EnteredRequest = {
  staff: ActingStaff
  fundId: string
  /** One showing of the form: sent twice it is one request. */
  token: string
  source: EnteredSource
  /** Where a partner referred: which. */
  partnerId: string | null
  /** A case of the same person, where the fund knows them already. */
  sameAsCase: string | null
  form: HelpForm
}

/**
 * Enters a request that came by telephone, in person, from a lawyer, from the court or from a partner. Answers its id.
 * Refuses `role_may_not`, `intake_closed`, `partner_unknown`, `case_unknown`.
 */
export async function enterRequest(entered: EnteredRequest): Promise<{ requestId: string }> {
  const { staff, fundId, token, form, source } = entered
  const { timezone } = await organization()
  return attempt({ staff, action: 'request.entered', subject: 'request', fundId }, async (tx) => {
    await requireRole(tx, { staffId: staff.id, fundId, action: 'requests:work' })
    const known = await tx.helpRequest.findUnique({ where: { formToken: token } })
    if (known) return { requestId: known.id }
    const intake = await intakeOf(tx, fundId)
    if (!intake || intake.mode === 'off') throw new Refusal('intake_closed', {}, 'fundId')

    const at = now()
    const { id } = await keepRequest(tx, {
      ...{ fundId, token, form, source, at },
      enteredBy: staff.id,
      partnerId: source === 'partner' ? await partnerOf(tx, entered) : null,
      personId: await personOf(tx, entered),
      callBy: workingDaysAfter(at, intake.answerWithinDays, timezone),
    })
    await recordAudit(tx, {
      actor: { kind: 'staff', id: staff.id },
      action: 'request.entered',
      subject: 'request',
      subjectId: id,
      fundId,
      detail: { source },
    })
    return { requestId: id }
  })
}

async function partnerOf(tx: Tx, { fundId, partnerId }: EnteredRequest): Promise<string> {
  const partner =
    partnerId && (await tx.referralPartner.findFirst({ where: { id: partnerId, fundId, endedAt: null } }))
  if (!partner) throw new Refusal('partner_unknown', {}, 'partnerId')
  return partner.id
}

async function personOf(tx: Tx, { fundId, sameAsCase }: EnteredRequest): Promise<string | null> {
  if (!sameAsCase) return null
  const [person] = await tx.$queryRaw<{ id: string }[]>`
    select p.id from person_case c join person p on p.id = c.person_id
     where c.case_code = ${sameAsCase} and p.fund_id = ${fundId}::uuid and p.erased_at is null`
  if (!person) throw new Refusal('case_unknown', {}, 'sameAsCase')
  return person.id
}
