import { Link } from '@remix-run/react'
import type { DisbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { refusalWords } from '#app/words/refusal-words.ts'
import { LinkButton } from '../button.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { Timeline } from '../timeline.tsx'
import { useWords } from '../words.ts'

type Props = { page: DisbursementPage; timezone: string }

/** What happened on the way to posting, what it means now, and what may be recorded next. */
export function BeforePosting({ page, timezone }: Props) {
  const { t } = useWords()
  const { preparation } = page
  if (!preparation || (preparation.steps.length === 0 && preparation.next.length === 0)) return null
  return (
    <section aria-labelledby="before-posting" className="grid justify-items-start gap-3">
      <h2 id="before-posting" className="text-l">
        {t('preparation:title')}
      </h2>
      {preparation.steps.length === 0 ? (
        <p className="measure text-quiet">{t(`preparation:none.${page.kind}`)}</p>
      ) : (
        <StepsSoFar page={page} timezone={timezone} />
      )}
      {preparation.isOpen && <WhatItMeans page={page} timezone={timezone} />}
      <NextSteps page={page} />
    </section>
  )
}

function StepsSoFar({ page: { preparation }, timezone }: Props) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const steps = preparation?.steps ?? []
  const several = steps.some(({ number }) => number > 1)
  return (
    <Timeline
      steps={steps.map(({ id, number, to, by, knownFrom, amount, at }) => ({
        key: id,
        title: several
          ? t('preparation:step.of_try', { step: t(`admin:state.${to}`), number })
          : t(`admin:state.${to}`),
        when: t('admin:by_at', { name: by, date: minute(at) }),
        note: (
          <>
            {amount !== null && <p>{t('preparation:step.amount', { amount: money(amount) })}</p>}
            <p>
              {knownFrom
                ? t('admin:known.from', { source: t(`admin:known.${knownFrom}`) })
                : t('preparation:step.with_the_cash')}
            </p>
          </>
        ),
      }))}
    />
  )
}

/** What the present state asks of people, in a sentence; and where it cannot go on, the way out. */
function WhatItMeans({ page, timezone }: Props) {
  const { t } = useWords()
  const meaning = useMeaning(page, timezone)
  const { preparation } = page
  if (!preparation || !meaning) return null
  const isAbove = preparation.changed?.isAbove === true
  return (
    <>
      <p className={`measure ${isAbove ? 'font-semibold text-loss' : ''}`}>{meaning}</p>
      {(isAbove || preparation.stands === 'refused') && !page.acts.cancel && (
        <Link to={paths.cancellation(page.id)} className="inline-block py-0.5">
          {t('preparation:cancel')}
        </Link>
      )}
    </>
  )
}

function useMeaning({ preparation, state }: DisbursementPage, timezone: string): string | null {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  if (!preparation) return null
  const { stands, changed, number } = preparation
  if (changed) {
    const figures = { amount: money(changed.to), most: money(changed.most) }
    return changed.isAbove
      ? t(`preparation:changed.above.${state}`, figures)
      : t('preparation:changed.within', figures)
  }
  if (stands !== 'drafted') return t(`preparation:means.${stands}`)
  return number > 1 ? t('preparation:again') : null
}

function NextSteps({ page: { id, preparation } }: { page: DisbursementPage }) {
  const { t, i18n } = useWords()
  const next = preparation?.next ?? []
  const possible = next.filter(({ why }) => why === null)
  const reasons = [...new Set(next.flatMap(({ why }) => (why ? refusalWords(i18n, why) : [])))]
  return (
    <>
      {possible.length > 0 && (
        <p className="flex flex-wrap gap-3">
          {possible.map(({ to }) => (
            <LinkButton key={to} to={paths.preparation(id, to)} tone="outline">
              {t(`preparation:record.${to}`)}
            </LinkButton>
          ))}
        </p>
      )}
      {reasons.map((reason) => (
        <p key={reason} className="measure text-s text-quiet">
          {reason}
        </p>
      ))}
    </>
  )
}
