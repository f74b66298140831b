import { useEffect, useRef, useState } from 'react'
import { useWords } from './words.ts'

export type PasskeyAnswered = { challengeId: string; answer: object }

type PasskeyAnswerProps = {
  /** Asks the browser. Rejects where the person or the browser said no. */
  ask: (form: FormData) => Promise<PasskeyAnswered>
  /** Whether this form needs it; a form may be proved in another way. */
  wanted?: (form: FormData) => boolean
}

/**
 * Goes into a form that a passkey answers: when the form is sent, the browser asks for the passkey first, and the answer
 * travels along in hidden fields.
 */
export function PasskeyAnswer({ ask, wanted = always }: PasskeyAnswerProps) {
  const { t } = useWords()
  const challengeId = useRef<HTMLInputElement>(null)
  const passkey = useRef<HTMLInputElement>(null)
  const latest = useRef({ ask, wanted })
  latest.current = { ask, wanted }
  const [state, setState] = useState<'quiet' | 'asking' | 'no_answer'>('quiet')

  useEffect(() => {
    const form = passkey.current?.form
    if (!form) return
    const fill = (id: string, answer: string) => {
      if (challengeId.current) challengeId.current.value = id
      if (passkey.current) passkey.current.value = answer
    }
    const beforeSending = (event: SubmitEvent) => {
      if (passkey.current?.value) {
        // An answer is good for one try.
        setTimeout(() => fill('', ''))
        return
      }
      const sent = new FormData(form)
      if (!latest.current.wanted(sent)) return
      event.preventDefault()
      event.stopPropagation()
      setState('asking')
      latest.current.ask(sent).then(
        ({ challengeId, answer }) => {
          setState('quiet')
          fill(challengeId, JSON.stringify(answer))
          form.requestSubmit(event.submitter)
        },
        () => setState('no_answer'),
      )
    }
    form.addEventListener('submit', beforeSending, { capture: true })
    return () => form.removeEventListener('submit', beforeSending, { capture: true })
  }, [])

  return (
    <>
      <input ref={challengeId} type="hidden" name="challengeId" defaultValue="" />
      <input ref={passkey} type="hidden" name="passkey" defaultValue="" />
      <p role="status" className="text-s empty:hidden">
        {state === 'asking' && t('admin:passkey.asking')}
        {state === 'no_answer' && t('admin:passkey.no_answer')}
      </p>
      <noscript>
        <p className="text-s">{t('admin:passkey.needs_script')}</p>
      </noscript>
    </>
  )
}

const always = () => true
