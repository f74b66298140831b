import { Form, useNavigation } from '@remix-run/react'
import type { FormEventHandler, ReactNode } from 'react'
import { Button } from '../button.tsx'
import { Notice } from '../notice.tsx'
import { useWords } from '../words.ts'

type ActFormProps = {
  /** Where the act is recorded. */
  action: string
  refusal: string | null
  submit: string
  tone?: 'primary' | 'outline' | 'refuse'
  /** For a form that brings files. */
  encType?: 'multipart/form-data'
  onSubmit?: FormEventHandler<HTMLFormElement>
  /** Another way to send the same form, beside the act itself. */
  beside?: ReactNode
  /** For a form that holds tables. */
  wide?: boolean
  children: ReactNode
}

/** The form of one act: why it was refused stands on top of what was typed. One press, one act. */
export function ActForm({
  action,
  refusal,
  submit,
  tone = 'primary',
  beside,
  wide = false,
  children,
  ...form
}: ActFormProps) {
  const { t } = useWords()
  const navigation = useNavigation()
  const busy = navigation.state !== 'idle' && navigation.formAction === action
  return (
    <Form {...form} method="post" action={action} className={`grid gap-4 ${wide ? '' : 'max-w-[36rem]'}`}>
      {refusal && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {refusal}
        </Notice>
      )}
      {children}
      <div className="flex flex-wrap gap-3">
        <Button tone={tone} disabled={busy}>
          {submit}
        </Button>
        {beside}
      </div>
    </Form>
  )
}
