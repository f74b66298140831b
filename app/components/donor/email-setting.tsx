import { Form } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { Field } from '#app/components/field.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { useWords } from '#app/components/words.ts'
import type { SettingProps } from './settings.tsx'

/** A new address counts once its mail was answered; the old one is told. */
export function EmailSetting({ settings, answer }: SettingProps) {
  const { t } = useWords()
  const form = useFormAnswer(answer, 'email')
  const asked =
    typeof answer === 'object' && answer !== null && 'asked' in answer ? String(answer.asked) : null
  return (
    <section aria-labelledby="email-title">
      <h2 id="email-title" className="text-xl">
        {t('donor:settings.email')}
      </h2>
      <p className="measure mt-1">
        {t('donor:settings.email.now')}{' '}
        <bdi dir="ltr" className="font-semibold break-all">
          {settings.email}
        </bdi>
      </p>
      {asked && (
        <p role="status" className="mt-3 border-s-4 border-primary ps-4">
          {t('donor:settings.email.asked', { email: asked })}
        </p>
      )}
      <Form method="post" className="mt-3 grid gap-4">
        <input type="hidden" name="intent" value="email" />
        <Field
          id="new-email"
          name="email"
          type="email"
          label={t('donor:settings.email.new')}
          hint={t('donor:settings.email.hint')}
          autoComplete="email"
          dir="ltr"
          required
          defaultValue={form.valueOf('email')}
          error={form.errorOf('email') ?? form.refusal}
        />
        <Button tone="outline" className="justify-self-start">
          {t('donor:settings.email.send')}
        </Button>
      </Form>
    </section>
  )
}
