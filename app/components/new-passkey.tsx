import { Form } from '@remix-run/react'
import { type PublicKeyCredentialCreationOptionsJSON, startRegistration } from '@simplewebauthn/browser'
import { Button } from './button.tsx'
import { Field } from './field.tsx'
import type { FormAnswer } from './form-answer.ts'
import { Notice } from './notice.tsx'
import { PasskeyAnswer } from './passkey-answer.tsx'
import { useHydrated } from './use-hydrated.ts'
import { useWords } from './words.ts'

export type PasskeyBegun = { challengeId: string; options: PublicKeyCredentialCreationOptionsJSON }

/** Makes a new passkey: a name for it, then the browser asks. Sends `label`, `passkey`, `challengeId`. */
export function NewPasskey({ begun, answer }: { begun: PasskeyBegun; answer: FormAnswer }) {
  const { t } = useWords()
  const hydrated = useHydrated()
  const problem = answer.errorOf('passkey') ?? answer.refusal
  return (
    <Form method="post" className="grid max-w-[34rem] gap-4">
      <h1 className="text-2xl">{t('admin:passkey.new_title')}</h1>
      <input type="hidden" name="intent" value="finish-passkey" />
      <Field
        name="label"
        label={t('admin:passkey.label')}
        hint={t('admin:passkey.label_hint')}
        maxLength={60}
        defaultValue={answer.valueOf('label')}
        error={answer.errorOf('label')}
      />
      <PasskeyAnswer
        ask={async () => ({
          challengeId: begun.challengeId,
          answer: await startRegistration({ optionsJSON: begun.options }),
        })}
      />
      {problem && <Notice tone="refusal">{problem}</Notice>}
      <Button className="justify-self-start" disabled={!hydrated}>
        {t('admin:passkey.make')}
      </Button>
    </Form>
  )
}
