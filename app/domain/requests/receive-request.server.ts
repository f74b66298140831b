import { randomUUID } from 'node:crypto'
import { recordAudit } from '#app/domain/audit/record-audit.server.ts'
import { newCaseCode } from '#app/domain/disbursements/case-code.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { countTry, tryKey } from '#app/domain/staff/count-try.server.ts'
import { createPerson } from '#app/domain/vault/create-person.server.ts'
import { linkCase } from '#app/domain/vault/link-case.server.ts'
import { writeField } from '#app/domain/vault/write-field.server.ts'
import { now } from '#app/platform/clock.ts'
import { inTransaction, type Tx } from '#app/platform/db.ts'
import type { HelpForm } from './help-form.ts'
import { planCall } from './plan-call.server.ts'
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

/**
 * Takes a request for help. Names, numbers and places go to the vault and nowhere else; the request is a code. Someone
 * is given the call that was promised.
 * Refuses `intake_closed` and `too_many_requests`.
 */
export async function receiveRequest({ fundId, token, form }: Sent): Promise<ReceivedRequest> {
  const { timezone } = await organization()
  return inTransaction(system, async (tx) => {
    const intake = await tx.fundIntake.findUnique({ where: { fundId } })
    if (intake?.mode !== 'public_form') throw new Refusal('intake_closed')
    const at = now()
    const known = await tx.helpRequest.findUnique({ where: { formToken: token } })
    if (known)
      return {
        code: known.code,
        callBy: workingDaysAfter(known.occurredAt, intake.answerWithinDays, timezone),
      }
    if ((await countTry(tx, tryKey('help-request', fundId))) > mostAtOnce)
      throw new Refusal('too_many_requests')

    const callBy = workingDaysAfter(at, intake.answerWithinDays, timezone)
    const request = { id: randomUUID(), code: newCaseCode() }
    await tx.helpRequest.create({
      data: {
        ...request,
        fundId,
        formToken: token,
        personId: await keepNames(tx, fundId, form),
        askedBy: form.askedBy,
        voicemail: form.voicemail === 'yes',
        personKnows: form.personKnows,
        occurredAt: at,
      },
    })
    await tx.helpRequestEvent.create({
      data: { requestId: request.id, toState: 'referred', occurredAt: at },
    })
    await planCall(tx, { requestId: request.id, kind: 'received', dueAt: callBy })
    await recordAudit(tx, {
      actor: { kind: 'system' },
      action: 'request.received',
      subject: 'request',
      subjectId: request.id,
      fundId,
    })
    return { code: request.code, callBy }
  })
}

/**
 * Who asks and the language to call in belong together: whoever calls reads both. The case code, which money will know, is
 * another than the code that the asker is told.
 */
async function keepNames(tx: Tx, fundId: string, form: HelpForm): Promise<string> {
  const personId = await createPerson(tx, { fundId })
  await linkCase(tx, { personId, caseCode: newCaseCode() })
  const { personName, place, phone, askerName, language } = form
  const fields = { name: personName, facility: place, phone, contact: `${askerName}\n${language}` } as const
  for (const [field, plain] of Object.entries(fields))
    await writeField(tx, { personId, field: field as keyof typeof fields, plain })
  return personId
}
