import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { intakeOf } from '#app/domain/intake/intake-of.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { countTry, tryKey } from '#app/domain/staff/count-try.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction } from '#app/platform/db.ts'
import type { HelpForm } from './help-form.ts'
import { keepRequest } from './keep-request.server.ts'
import { workingDaysAfter } from './working-days.ts'

export type ReceivedRequest = { code: string; callBy: Date }

type Sent = {
  fundId: string
  /** Tells one visit of the form from another: the same form is the same request, however often it is sent. */
  token: string
  form: HelpForm
}

/** New requests to one fund within 15 minutes: more than a town has, less than a program sends. */
const mostAtOnce = 40

const system = { scope: { kind: 'system' } } as const

/** Takes a request from the public form. Refuses `intake_closed` and `too_many_requests`. */
export async function receiveRequest({ fundId, token, form }: Sent): Promise<ReceivedRequest> {
  const { timezone } = await organization()
  return inTransaction(system, async (tx) => {
    const intake = await intakeOf(tx, fundId)
    if (intake?.mode !== 'public_form') throw new Refusal('intake_closed')
    const at = now()
    const known = await tx.helpRequest.findUnique({ where: { formToken: token } })
    const callBy = workingDaysAfter(known?.occurredAt ?? at, intake.answerWithinDays, timezone)
    if (known) return { code: known.code, callBy }
    if ((await countTry(tx, tryKey('help-request', fundId))) > mostAtOnce)
      throw new Refusal('too_many_requests')

    const ownForm = { source: 'public_form', enteredBy: null, partnerId: null, personId: null } as const
    const { id, code } = await keepRequest(tx, { fundId, token, form, ...ownForm, at, callBy })
    await recordAudit(tx, {
      actor: { kind: 'system' },
      action: 'request.received',
      subject: 'request',
      subjectId: id,
      fundId,
    })
    return { code, callBy }
  })
}
