import { Form } from '@remix-run/react'
import { Button } from './button.tsx'
import { CodeInput } from './code-input.tsx'
import type { FormAnswer } from './form-answer.ts'
import { useWords } from './words.ts'

export type AuthenticatorBegun = {
  /** Base32. */
  secret: string
  qr: { size: number; path: string }
}

/** Sets up an authenticator app: the QR code, the same to type by hand, and the first code from it. Sends `code`. */
export function NewAuthenticator({ begun, answer }: { begun: AuthenticatorBegun; answer: FormAnswer }) {
  const { t } = useWords()
  return (
    <Form method="post" className="grid max-w-[34rem] gap-4">
      <h1 className="text-2xl">{t('admin:authenticator.new_title')}</h1>
      <p className="measure">{t('admin:authenticator.scan')}</p>
      <svg
        viewBox={`0 0 ${begun.qr.size} ${begun.qr.size}`}
        role="img"
        aria-label={t('admin:authenticator.qr')}
        shapeRendering="crispEdges"
        className="size-48"
      >
        <rect width="100%" height="100%" fill="#fff" />
        <path d={begun.qr.path} fill="#000" />
      </svg>
      <div>
        <p className="text-s text-quiet">{t('admin:authenticator.by_hand')}</p>
        <code className="break-all font-code" dir="ltr">
          {begun.secret.replaceAll(/(.{4})(?=.)/g, '$1 ')}
        </code>
      </div>
      <input type="hidden" name="intent" value="confirm-totp" />
      <input type="hidden" name="secret" value={begun.secret} />
      <CodeInput
        name="code"
        label={t('admin:authenticator.code')}
        hint={t('admin:authenticator.code_hint')}
        error={answer.errorOf('code') ?? answer.refusal}
      />
      <Button className="justify-self-start">{t('admin:authenticator.confirm')}</Button>
    </Form>
  )
}
