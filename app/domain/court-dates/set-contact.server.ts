import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { OnBond } from '#app/domain/bonds/open-bond-act.server.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { dropCalls, planCallsOf } from './case-calls.server.ts'
import type { ContactLanguage } from './court-date.ts'
import { openCaseAct } from './open-case-act.server.ts'

/**
 * The person said whether they want to be called before their dates, in which language, and whether a machine may hear
 * it. Until they do, nobody calls. A yes plans the calls about all coming dates; a no drops them at once.
 */
export async function setContact(
  said: OnBond & { wantsCalls: boolean; language: ContactLanguage; voicemail: boolean },
): Promise<void> {
  const { staff, wantsCalls, language, voicemail } = said
  const { timezone } = await organization()
  await attempt(
    { staff, action: 'date.contact_set', subject: 'bond', subjectId: said.bondId },
    async (tx) => {
      const { bonds, at } = await openCaseAct(tx, said)
      if (voicemail && !wantsCalls) throw new Refusal('voicemail_needs_a_yes', {}, 'voicemail')

      await tx.caseContact.createMany({
        data: bonds.map(({ id }) => ({
          ...{ bondId: id, wantsCalls, language, voicemail },
          ...{ recordedBy: staff.id, occurredAt: at },
        })),
      })
      for (const { id } of bonds) {
        if (wantsCalls) await planCallsOf(tx, { bondId: id, at, timezone })
        else await dropCalls(tx, { bondId: id, at })
      }
      await tellAudit(tx, {
        staff,
        bonds,
        action: 'date.contact_set',
        detail: { wantsCalls, language, voicemail },
      })
    },
  )
}
