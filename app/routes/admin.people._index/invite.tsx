import { Form } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { Field } from '#app/components/field.tsx'
import type { FormAnswer } from '#app/components/form-answer.ts'
import { Notice } from '#app/components/notice.tsx'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { roles } from '#app/domain/staff/access.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { nativeNames } from '#app/words/languages.ts'

/** Brings someone in with their first role. */
export function InviteForm({ funds, staff, answer }: InviteFormProps) {
  const { t } = useWords()
  return (
    <section aria-labelledby="invite" className="max-w-[34rem]">
      <h2 id="invite" className="text-l">
        {t('admin:people.invite')}
      </h2>
      <p className="measure text-s text-quiet">{t('admin:people.invite_hint')}</p>
      <Form method="post" className="mt-4 grid gap-4">
        {answer.refusal && <Notice tone="refusal">{answer.refusal}</Notice>}
        <Field
          name="name"
          label={t('admin:people.name')}
          required
          maxLength={120}
          autoComplete="off"
          defaultValue={answer.valueOf('name')}
          error={answer.errorOf('name')}
        />
        <Field
          name="email"
          type="email"
          label={t('admin:people.email')}
          required
          autoComplete="off"
          defaultValue={answer.valueOf('email')}
          error={answer.errorOf('email')}
        />
        <ChoiceField
          name="language"
          label={t('admin:people.language')}
          hint={t('admin:people.language_hint')}
          choices={(['en', 'es'] as const).map((value) => ({ value, label: nativeNames[value] }))}
          defaultValue={answer.valueOf('language')}
          error={answer.errorOf('language')}
        />
        <ChoiceField
          name="fundId"
          label={t('admin:people.fund')}
          choices={funds.map(({ id, name }) => ({ value: id, label: name }))}
          defaultValue={answer.valueOf('fundId')}
          error={answer.errorOf('fundId')}
        />
        <RoleChoice answer={answer} />
        <StepUpFields
          boundTo={(form) =>
            boundTo.invite({
              email: String(form.get('email')),
              fundId: String(form.get('fundId')),
              role: roles.find((role) => role === form.get('role')) ?? '',
            })
          }
          {...staff}
          error={answer.errorOf('code')}
        />
        <Button className="justify-self-start">{t('admin:people.invite_send')}</Button>
      </Form>
    </section>
  )
}

type InviteFormProps = {
  funds: { id: string; name: string }[]
  staff: { hasPasskey: boolean; hasTotp: boolean }
  answer: FormAnswer
}

function RoleChoice({ answer }: { answer: FormAnswer }) {
  const { t } = useWords()
  return (
    <ChoiceField
      name="role"
      label={t('admin:people.role')}
      hint={t('admin:people.role_hint')}
      choices={roles.map((role) => ({ value: role, label: t(`admin:role.${role}`) }))}
      defaultValue={answer.valueOf('role')}
      error={answer.errorOf('role')}
    />
  )
}
