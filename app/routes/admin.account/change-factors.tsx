import { Form } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import type { FormAnswer } from '#app/components/form-answer.ts'
import { Notice } from '#app/components/notice.tsx'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { formatDate } from '#app/words/dates.ts'
import type { Passkey, Reading } from './factors.tsx'

/** One form for every change: what to change, and a fresh proof. */
export function ChangeFactors({ staff, passkeys, answer, refusal, reading }: ChangeFactorsProps) {
  const { t } = useWords()
  const { language, timezone } = reading
  const waysToSignIn = passkeys.length + (staff.hasTotp ? 1 : 0)
  const removable = waysToSignIn > 1
  const choices = [
    { value: 'add-passkey', label: t('admin:account.add_passkey') },
    ...(staff.hasTotp ? [] : [{ value: 'add-totp', label: t('admin:account.add_totp') }]),
    ...(staff.hasTotp && removable ? [{ value: 'remove-totp', label: t('admin:account.remove_totp') }] : []),
    ...(removable ? passkeys : []).map(({ credentialId, label, recordedAt }) => ({
      value: `remove-passkey:${credentialId}`,
      label: t('admin:account.remove_passkey', {
        label: label || t('admin:account.passkey_unnamed'),
        date: formatDate(recordedAt, language, timezone),
      }),
    })),
  ]
  const problem = answer.refusal ?? refusal
  return (
    <section aria-labelledby="change-factors" className="max-w-[34rem]">
      <h2 id="change-factors" className="text-l">
        {t('admin:account.change')}
      </h2>
      <Form method="post" className="mt-3 grid gap-4">
        <input type="hidden" name="intent" value="change-factors" />
        {problem && <Notice tone="refusal">{problem}</Notice>}
        <ChoiceField
          name="change"
          label={t('admin:account.change_what')}
          hint={removable ? undefined : t('admin:account.change_hint')}
          choices={choices}
          defaultValue={answer.valueOf('change')}
          error={answer.errorOf('change')}
        />
        <StepUpFields
          boundTo={boundTo.changeFactors(staff.id)}
          hasPasskey={staff.hasPasskey}
          hasTotp={staff.hasTotp}
          error={answer.errorOf('code')}
        />
        <Button className="justify-self-start">{t('admin:account.change_send')}</Button>
      </Form>
    </section>
  )
}

type ChangeFactorsProps = {
  staff: { id: string; hasPasskey: boolean; hasTotp: boolean }
  passkeys: Passkey[]
  answer: FormAnswer
  /** Why a new passkey that was asked for just now was not kept. */
  refusal: string | undefined
  reading: Reading
}
