import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Button } from '#app/components/button.tsx'
import { CheckField } from '#app/components/check-field.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import type { FormAnswer } from '#app/components/form-answer.ts'
import { Notice } from '#app/components/notice.tsx'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { type Role, roles } from '#app/domain/staff/access.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { readHeld } from './held.ts'

type Common = {
  staffId: string
  /** Who acts. */
  staff: { hasPasskey: boolean; hasTotp: boolean }
  answer: FormAnswer
}

export function GiveRole({ funds, ...act }: Common & { funds: { id: string; name: string }[] }) {
  const { t } = useWords()
  const { answer, staffId } = act
  const chosen = (form: FormData) => ({
    staffId,
    fundId: String(form.get('fundId')),
    role: roles.find((role) => role === form.get('role')) ?? ('' as const),
  })
  return (
    <Act
      intent="grant"
      title={t('admin:people.give')}
      send={t('admin:people.give_send')}
      boundTo={(form) => boundTo.grantRole(chosen(form))}
      {...act}
    >
      <ChoiceField
        id="grant-fund"
        name="fundId"
        label={t('admin:people.fund')}
        choices={funds.map(({ id, name }) => ({ value: id, label: name }))}
        defaultValue={answer.valueOf('fundId')}
        error={answer.errorOf('fundId')}
      />
      <ChoiceField
        id="grant-role"
        name="role"
        label={t('admin:people.role')}
        hint={t('admin:people.role_hint')}
        choices={roles.map((role) => ({ value: role, label: t(`admin:role.${role}`) }))}
        defaultValue={answer.valueOf('role')}
        error={answer.errorOf('role')}
      />
    </Act>
  )
}

export function TakeRole({
  roles: held,
  ...act
}: Common & { roles: { fundId: string; fund: string; role: Role }[] }) {
  const { t } = useWords()
  const { answer, staffId } = act
  return (
    <Act
      intent="withdraw"
      title={t('admin:people.take')}
      send={t('admin:people.take_send')}
      tone="refuse"
      boundTo={(form) => {
        const chosen = readHeld(String(form.get('held')))
        return chosen ? boundTo.withdrawRole({ staffId, ...chosen }) : 'withdraw'
      }}
      {...act}
    >
      <ChoiceField
        id="withdraw-held"
        name="held"
        label={t('admin:people.role')}
        hint={t('admin:people.take_hint')}
        choices={held.map(({ fundId, fund, role }) => ({
          value: `${fundId}:${role}`,
          label: t('admin:people.role_in_fund', { role: t(`admin:role.${role}`), fund }),
        }))}
        defaultValue={answer.valueOf('held')}
        error={answer.errorOf('held')}
      />
      {answer.errorOf('evenIfUnmet') && (
        <CheckField
          name="evenIfUnmet"
          value="yes"
          label={t('control:role.even_if_unmet')}
          error={answer.errorOf('evenIfUnmet')}
        />
      )}
    </Act>
  )
}

export function RenewLink(act: Common) {
  const { t } = useWords()
  return (
    <Act
      intent="renew"
      title={t('admin:people.renew')}
      send={t('admin:people.renew_send')}
      boundTo={boundTo.renewInvitation(act.staffId)}
      {...act}
    >
      <p className="measure text-s text-quiet">{t('admin:people.renew_hint')}</p>
    </Act>
  )
}

type ActProps = Common & {
  intent: string
  title: string
  send: string
  tone?: 'primary' | 'refuse'
  boundTo: string | ((form: FormData) => string)
  children: ReactNode
}

function Act({ intent, title, send, tone = 'primary', boundTo, staff, answer, children }: ActProps) {
  return (
    <section aria-labelledby={`${intent}-title`} className="max-w-[34rem]">
      <h2 id={`${intent}-title`} className="text-l">
        {title}
      </h2>
      <Form method="post" className="mt-3 grid gap-4">
        <input type="hidden" name="intent" value={intent} />
        {answer.refusal && <Notice tone="refusal">{answer.refusal}</Notice>}
        {children}
        <StepUpFields boundTo={boundTo} {...staff} error={answer.errorOf('code')} />
        <Button tone={tone} className="justify-self-start">
          {send}
        </Button>
      </Form>
    </section>
  )
}
