import { Form, useActionData, useNavigation } from '@remix-run/react'
import { type FormEventHandler, type ReactNode, useEffect, useRef, useState } from 'react'
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
  const { place, taken } = useFreshOnceTaken(busy)
  return (
    <Form
      key={taken}
      ref={place}
      {...form}
      method="post"
      action={action}
      className={`grid gap-4 ${wide ? '' : 'max-w-[36rem]'}`}
    >
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

/**
 * What was recorded stands in the page; its form is empty again and folded, so that a second press does not record it once
 * more. The keyboard stays where the form was opened. What was refused keeps all that was typed.
 */
function useFreshOnceTaken(busy: boolean) {
  const answer = useActionData()
  const place = useRef<HTMLFormElement>(null)
  const wasBusy = useRef(false)
  const [taken, setTaken] = useState(0)
  useEffect(() => {
    if (wasBusy.current && !busy && !answer) {
      const folded = place.current?.closest('details')
      if (folded?.contains(document.activeElement)) folded.querySelector('summary')?.focus()
      if (folded) folded.open = false
      setTaken((times) => times + 1)
    }
    wasBusy.current = busy
  }, [busy, answer])
  return { place, taken }
}
