import type { ReactNode } from 'react'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import type { Factors } from '#app/components/disbursements/approval-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { Notice } from '#app/components/notice.tsx'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { assurances, recoveryReasons } from '#app/domain/staff/recovery/recovery.ts'
import type { RecoveryPage } from '#app/domain/staff/recovery/recovery-page.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  person: { id: string; name: string }
  page: Pick<RecoveryPage, 'managesAll' | 'trusted' | 'others' | 'canBeRecovered'>
  reader: { id: string; factors: Factors }
  answer: FormAnswer | undefined
}

/** Opening one, or why this reader cannot. */
export function OpenForm({ person, page, reader, answer }: Props) {
  const { t } = useWords()
  const why = whyNot({ person, page, reader })
  return (
    <section aria-labelledby="open" className="grid gap-4">
      <h2 id="open" className="text-xl">
        {t('doors:recovery.open')}
      </h2>
      {why ? <Notice>{t(why)}</Notice> : <Opening {...{ person, page, reader, answer }} />}
    </section>
  )
}

function whyNot({ person, page, reader }: Omit<Props, 'answer'>): string | null {
  if (person.id === reader.id) return 'doors:recovery.yourself'
  if (!page.canBeRecovered) return 'doors:recovery.invitation'
  if (page.trusted) return 'doors:recovery.nothing_to_confirm'
  if (!page.managesAll) return 'doors:recovery.not_you'
  return page.others.length === 0 ? 'doors:recovery.nobody_else' : null
}

function Opening({ person, page, reader, answer }: Props): ReactNode {
  const { t } = useWords()
  const entries = useEntries(answer)
  const chosen = (form: FormData, name: string) => String(form.get(name) ?? '')
  return (
    <ActForm
      action={paths.staffRecovery(person.id)}
      refusal={entries.refusal}
      submit={t('doors:recovery.open_send')}
    >
      <p className="measure">{t('doors:recovery.open_lead')}</p>
      <p className="measure text-s text-quiet">
        {t('doors:recovery.others', { names: page.others.join(', ') })}
      </p>
      <input type="hidden" name="intent" value="open" />
      <ChoiceField
        name="reason"
        label={t('doors:recovery.reason')}
        defaultValue={entries.value('reason')}
        error={entries.error('reason')}
        required
        choices={[
          { value: '', label: t('doors:recovery.choose') },
          ...recoveryReasons.map((value) => ({ value, label: t(`doors:reason.${value}`) })),
        ]}
      />
      <ChoiceField
        name="assuredBy"
        label={t('doors:recovery.assured')}
        defaultValue={entries.value('assuredBy')}
        error={entries.error('assuredBy')}
        required
        choices={[
          { value: '', label: t('doors:recovery.choose') },
          ...assurances.map((value) => ({ value, label: t(`doors:assured.${value}`) })),
        ]}
      />
      <StepUpFields
        boundTo={(form) =>
          boundTo.recover({
            staffId: person.id,
            reason: chosen(form, 'reason'),
            assuredBy: chosen(form, 'assuredBy'),
          })
        }
        {...reader.factors}
        error={entries.error('code')}
      />
    </ActForm>
  )
}
