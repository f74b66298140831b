import { randomUUID } from 'node:crypto'
import { attempt } from '#app/domain/audit/attempt.server.ts'
import type { OnBond } from '#app/domain/bonds/open-bond-act.server.ts'
import { tellAudit } from '#app/domain/bonds/tell-audit.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { Refusal } from '#app/domain/refusal.ts'
import { caseKey } from '#app/domain/vault/case-key.server.ts'
import { dropCalls, planCallsOf } from './case-calls.server.ts'
import type { ContactLanguage } from './court-date.ts'
import { sealLanguage } from './named-language.server.ts'
import { openCaseAct } from './open-case-act.server.ts'

type Said = OnBond & {
  wantsCalls: boolean
  language: ContactLanguage
  /** What `other` is called, for whoever finds an interpreter. Kept sealed; empty of the languages that have words here. */
  languageName?: string
  voicemail: boolean
}

/**
 * The person said whether they want to be called before their dates, in which language, and whether a machine may hear
 * it. Until they do, nobody calls. A yes plans the calls about all coming dates; a no drops them at once. Refuses
 * `voicemail_needs_a_yes` and `other_language_is_named`.
 */
export async function setContact(said: Said): Promise<void> {
  const { staff, wantsCalls, language, languageName = '', voicemail } = said
  const { timezone } = await organization()
  await attempt(
    { staff, action: 'date.contact_set', subject: 'bond', subjectId: said.bondId },
    async (tx) => {
      const { bond, bonds, at } = await openCaseAct(tx, said)
      if (voicemail && !wantsCalls) throw new Refusal('voicemail_needs_a_yes', {}, 'voicemail')
      if (language === 'other' ? wantsCalls && languageName === '' : languageName !== '')
        throw new Refusal('other_language_is_named', {}, 'languageName')

      const key = await caseKey(tx, bond.caseCode)
      for (const { id } of bonds) {
        const { id: contactId } = await tx.caseContact.create({
          data: {
            ...{ bondId: id, wantsCalls, language, voicemail },
            ...{ recordedBy: staff.id, occurredAt: at },
          },
        })
        if (languageName !== '')
          await tx.caseLanguage.create({
            data: { contactId, bondId: id, ...sealLanguage(randomUUID(), languageName, key) },
          })
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
