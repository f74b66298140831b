import { Form, Link } from '@remix-run/react'
import { useMonth } from '#app/components/bank/use-month.ts'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { ShownObstacle } from '#app/domain/books/closes-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { whereToMend } from './where-to-mend.ts'

type Props = {
  months: string[]
  month: string
  obstacles: ShownObstacle[]
  mayClose: boolean
  timezone: string
}

/** What stands against closing a month, by name and figure, each with the page where it is mended. */
export function Obstacles({ months, month, obstacles, mayClose, timezone }: Props) {
  const { t } = useWords()
  const named = useMonth()
  const { money } = useFormats(timezone)
  return (
    <section aria-labelledby="next" className="grid gap-4">
      <h2 id="next" className="text-l">
        {t('reconciliation:closes.next', { month: named(month) })}
      </h2>
      <Form method="get" className="flex flex-wrap items-end gap-3">
        <ChoiceField
          key={month}
          name="month"
          label={t('reconciliation:month')}
          defaultValue={month}
          choices={months.map((value) => ({ value, label: named(value) }))}
        />
        <Button tone="outline">{t('reconciliation:month.show')}</Button>
      </Form>
      {obstacles.length > 0 ? (
        <>
          <p className="font-semibold">{t('reconciliation:obstacles.lead', { count: obstacles.length })}</p>
          <ul className="grid">
            {obstacles.map((obstacle) => (
              <li
                key={`${obstacle.what} ${obstacle.fundId} ${obstacle.bankAccountId}`}
                className="border-t border-hairline py-3"
              >
                <Link to={whereToMend(obstacle, obstacles)} className="inline-block py-1">
                  {t(`reconciliation:obstacle.${obstacle.what}`, {
                    ...{ fund: obstacle.fund ?? '', account: obstacle.account ?? '' },
                    ...{ count: Number(obstacle.items), amount: money(shownCents(obstacle)) },
                  })}
                </Link>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>{t('reconciliation:obstacles.none')}</p>
      )}
      {obstacles.length === 0 && mayClose && (
        <ActForm
          action={paths.booksCloses()}
          refusal={null}
          submit={t('reconciliation:close.propose', { month: named(month) })}
        >
          <input type="hidden" name="intent" value="propose" />
          <input type="hidden" name="month" value={month} />
          <p className="measure text-s text-quiet">{t('reconciliation:close.propose_hint')}</p>
        </ActForm>
      )}
      {!mayClose && <p className="measure text-quiet">{t('reconciliation:close.may_not')}</p>}
    </section>
  )
}

/** Unclear money is owed to whoever it turns out to belong to, so what came in stands in the books below zero. */
const shownCents = ({ what, cents }: ShownObstacle): bigint =>
  what === 'suspense_is_not_zero' ? -cents : cents
