import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { Notice } from '#app/components/notice.tsx'
import { useWords } from '#app/components/words.ts'
import type { GiftPage } from '#app/domain/gifts/gift-page.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = { page: GiftPage; timezone: string; answer: unknown }

/** A refund that the card network sent back: what to do next, until somebody says what became of it. */
export function FailedRefunds({ page, timezone, answer }: Props) {
  const { t, i18n } = useWords()
  const { money } = useFormats(timezone)
  const list = (funds: string[]) => new Intl.ListFormat(i18n.language).format(funds)
  const { errorOf, valueOf: typed, refusal } = useFormAnswer(answer, 'answer')
  const unanswered = page.refunds.filter(({ failed, answer: said }) => failed && !said)
  const answers = ['donor_reached', 'refunded_anew', 'donor_leaves_it']
  return unanswered.map(({ id, amountCents }) => (
    <section key={id} className="grid gap-3">
      <Notice tone="refusal" title={t('refunds:failure.title', { amount: money(amountCents) })}>
        {t('refunds:event.refund_failed.next')}
      </Notice>
      {page.notTheirs && (
        <p className="measure">
          {t('refunds:failure.not_theirs', { funds: list(page.notTheirs.funds) })}{' '}
          {page.notTheirs.isSomeones
            ? t('refunds:failure.not_theirs.someone')
            : t('refunds:failure.not_theirs.nobody', {
                funds: list(page.parts.map(({ fundName }) => fundName)),
              })}
        </p>
      )}
      {page.may.refund && (
        <ActForm
          action={paths.gift(page.id)}
          refusal={typed('refundId') === id ? (refusal ?? null) : null}
          submit={t('refunds:failure.submit')}
          tone="outline"
        >
          <input type="hidden" name="intent" value="answer" />
          <input type="hidden" name="refundId" value={id} />
          <ChoiceField
            id={`answer-${id}`}
            name="answer"
            label={t('refunds:failure.label')}
            error={typed('refundId') === id ? errorOf('answer') : undefined}
            required
            choices={[
              { value: '', label: t('admin:choose') },
              ...answers.map((value) => ({ value, label: t(`refunds:failure.${value}`) })),
            ]}
          />
        </ActForm>
      )}
    </section>
  ))
}
