import { useId } from 'react'
import { paths } from '#app/http/paths.ts'
import { askPasskey } from './ask-passkey.ts'
import { CodeInput } from './code-input.tsx'
import { FieldError } from './field.tsx'
import { PasskeyAnswer } from './passkey-answer.tsx'
import { useWords } from './words.ts'

type StepUpFieldsProps = {
  /** The act, see `domain/staff/bound-to.ts`; a function where it depends on what is chosen in the form. */
  boundTo: string | ((form: FormData) => string)
  hasPasskey: boolean
  hasTotp: boolean
  /** In words, ready to read. */
  error?: string | undefined
}

/**
 * The last part of a form whose act needs a fresh proof of presence: sends `code`, or `passkey` and `challengeId`.
 * With a passkey the form's own button asks for it; a typed code goes first.
 */
export function StepUpFields({ boundTo, hasPasskey, hasTotp, error }: StepUpFieldsProps) {
  const { t } = useWords()
  const id = useId()
  const act = (form: FormData) => (typeof boundTo === 'string' ? boundTo : boundTo(form))
  return (
    <fieldset className="border-s-4 border-primary ps-4">
      <legend className="contents font-semibold">{t('admin:stepUp.title')}</legend>
      <p className="measure text-s text-quiet">
        {hasPasskey ? t('admin:stepUp.why_passkey') : t('admin:stepUp.why_code')}
      </p>
      {hasPasskey && (
        <PasskeyAnswer
          ask={(form) => askPasskey(paths.stepUp(), { boundTo: act(form) })}
          wanted={(form) => !form.get('code')}
        />
      )}
      {hasTotp ? (
        <div className="mt-3">
          <CodeInput
            id={`${id}-code`}
            name="code"
            label={hasPasskey ? t('admin:stepUp.code_instead') : t('admin:stepUp.code')}
            hint={t('admin:stepUp.code_hint')}
            required={!hasPasskey}
            error={error}
          />
        </div>
      ) : (
        <FieldError id={`${id}-code`} error={error} />
      )}
    </fieldset>
  )
}
