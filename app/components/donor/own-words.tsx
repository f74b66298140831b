import { Form } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { useDonorFrame } from '#app/components/donor/donor-frame.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { Notice } from '#app/components/notice.tsx'
import { useWords } from '#app/components/words.ts'
import type { OwnComment } from '#app/domain/gift-comments/own-comments.server.ts'
import { formatDate } from '#app/words/dates.ts'

/** What the donor said to funds, who can read it, and a button that takes back what may be shown. */
export function OwnWords({ comments, answer }: { comments: OwnComment[]; answer: unknown }) {
  const { t } = useWords()
  const { language, timezone } = useDonorFrame()
  const { refusal } = useFormAnswer(answer, 'words')
  if (comments.length === 0) return null
  return (
    <section aria-labelledby="words">
      <h2 id="words" className="text-xl">
        {t('donor:settings.words')}
      </h2>
      <p className="measure mt-1">{t('donor:settings.words.lead')}</p>
      {refusal && (
        <Notice tone="refusal" className="mt-3">
          {refusal}
        </Notice>
      )}
      <ul className="mt-3 grid gap-4">
        {comments.map(({ intentId, text, fundName, givenAt, state }) => (
          <li key={intentId} className="grid gap-2 border-t border-hairline pt-3">
            <p className="text-s text-quiet">
              <bdi>{fundName}</bdi> · {formatDate(givenAt, language, timezone)}
            </p>
            <p dir="auto" className="measure whitespace-pre-line wrap-anywhere">
              {text}
            </p>
            <p className="text-s font-semibold">{t(`donor:settings.words.${state}`)}</p>
            {state !== 'kept' && (
              <Form method="post">
                <input type="hidden" name="intent" value="words" />
                <input type="hidden" name="intentId" value={intentId} />
                <Button tone="outline">{t('donor:settings.words.withdraw')}</Button>
              </Form>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
