import { useActionData } from '@remix-run/react'
import type { FormAnswer } from '../disbursements/use-entries.ts'
import { Notice } from '../notice.tsx'
import { useWords } from '../words.ts'
import { MoveForm } from './move-form.tsx'
import { useRequestFrame } from './request-frame.ts'

/** The page of one move: its form as it came back. */
export function RequestAct() {
  const { t } = useWords()
  const { page } = useRequestFrame()
  const answer = useActionData<FormAnswer>()
  const to = answer?.values.to
  if (typeof to !== 'string' || !(page.moves as readonly string[]).includes(to)) {
    return (
      <Notice tone="refusal" title={t('admin:act.refused')}>
        {t('errors:request_step_not_possible')}
      </Notice>
    )
  }
  return (
    <>
      <h2 className="text-l">{t(`intake:move.${to}`)}</h2>
      <MoveForm page={page} to={to} answer={answer} />
    </>
  )
}
