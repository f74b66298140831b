import { Form, Link } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { useWords } from '#app/components/words.ts'
import type { CommentStep } from '#app/domain/gift-comments/comment-form.ts'
import type { ListedComment } from '#app/domain/gift-comments/list-comments.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = { comment: ListedComment; mayDecide: boolean; on: string }

/** What one donor said, whether it may be shown, and what can be done about it. */
export function Comment({ comment, mayDecide, on }: Props) {
  const { t } = useWords()
  const { intentId, paymentId, mayBePublic, isWithdrawn, warns, steps } = comment
  const isDecided = steps.includes('approved') || steps.includes('set_aside')
  const open: CommentStep[] = [
    ...(steps.includes('read') || isDecided ? [] : (['read'] as const)),
    ...(isDecided || !mayBePublic || warns ? [] : (['approved'] as const)),
    ...(isDecided || !mayBePublic ? [] : (['set_aside'] as const)),
    ...(steps.includes('approved') && !steps.includes('taken_down') ? (['taken_down'] as const) : []),
  ]
  return (
    <div className="grid gap-2">
      <p className="text-s text-quiet">
        {t('donors:comments.about', { fund: comment.fundName, date: on })} ·{' '}
        {t(`donors:comments.consent.${isWithdrawn ? 'withdrawn' : mayBePublic ? 'yes' : 'no'}`)}
      </p>
      <p dir="auto" className="measure whitespace-pre-line">
        {comment.text}
      </p>
      {warns && open.includes('set_aside') && <p className="text-s">{t('donors:comments.warns')}</p>}
      {steps.length > 0 && (
        <p className="text-s font-semibold">
          {steps.map((step) => t(`donors:comments.done.${step}`)).join(' · ')}
        </p>
      )}
      <div className="flex flex-wrap items-center gap-3">
        {mayDecide && open.length > 0 && (
          <Form method="post" action={paths.comments()} className="flex flex-wrap gap-3">
            <input type="hidden" name="intentId" value={intentId} />
            {open.map((step) => (
              <Button key={step} name="step" value={step} tone="outline">
                {t(`donors:comments.do.${step}`)}
              </Button>
            ))}
          </Form>
        )}
        {mayDecide && paymentId && (
          <Link to={paths.gift(paymentId)} className="inline-block py-2">
            {t('donors:comments.answer')}
          </Link>
        )}
      </div>
    </div>
  )
}
