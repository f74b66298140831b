import { AmountChoice } from '#app/components/amount-choice.tsx'
import { Button } from '#app/components/button.tsx'
import { ByAmount } from '#app/components/by-amount.tsx'
import { CheckField } from '#app/components/check-field.tsx'
import { ErrorSummary } from '#app/components/error-summary.tsx'
import { described, Field, FieldError } from '#app/components/field.tsx'
import giveUrl from '#app/components/give.js?url'
import type { Purpose } from '#app/components/purpose-words.tsx'
import { useWords } from '#app/components/words.ts'
import { mostParts } from '#app/domain/donations/divide-gift.ts'
import { feeCover, feeCoverTerms } from '#app/domain/donations/fee-cover.ts'
import { formatCents, moneyLocale } from '#app/domain/money/format.ts'
import { paths } from '#app/http/paths.ts'
import { type Language, locale } from '#app/words/languages.ts'
import { refusalWords } from '#app/words/refusal-words.ts'
import type { KeptEntries } from './kept-entries.ts'
import { SplitFields } from './split-fields.tsx'
import { TributeFields } from './tribute-fields.tsx'
import { WordFields } from './word-fields.tsx'

type GivingFormProps = {
  fundName: string
  fundSlug: string
  amounts: { minimumCents: bigint; maximumCents: bigint; suggestedCents: bigint[] }
  /** The other funds that take gifts. */
  others: (Purpose & { slug: string; name: string })[]
  entries: KeptEntries
  problems: { field: string; code: string; params?: Record<string, string | number | bigint> }[]
  language: Language
  /** The day of each month on which Stripe will charge, and the first such date in words. */
  monthly: { day: number; isExact: boolean; next: string }
  statementDescriptor: string
}

/** The whole of giving up to the card. A plain form: it posts to this page, and nothing in it needs a script. */
export function GivingForm({ amounts, entries, problems, language, monthly, ...page }: GivingFormProps) {
  const { t, i18n } = useWords()
  const said = problems.map(({ field, code, params }) => ({
    // Once or monthly is chosen by the pressed button, and what concerns the whole form is said there too.
    id: field === 'frequency' || field === '' ? 'submit' : field,
    message: refusalWords(i18n, {
      code,
      params: { minimum: amounts.minimumCents, maximum: amounts.maximumCents, count: mostParts, ...params },
    }),
  }))
  const errorOf = (field: string) => said.find(({ id }) => id === field)?.message
  const money = (cents: bigint) => formatCents(cents, language, { whole: cents % 100n === 0n })
  const forEach = (key: string, more: Record<string, string | number> = {}) =>
    amounts.suggestedCents.map((cents) =>
      t(key, {
        amount: money(cents),
        fee: money(feeCover(cents)),
        total: money(cents + feeCover(cents)),
        ...more,
      }),
    )
  const template = (key: string, more: Record<string, string | number> = {}) =>
    t(key, { amount: '{amount}', fee: '{fee}', total: '{total}', ...more })

  return (
    <form method="post" className="mt-8 grid gap-8" noValidate data-locale={moneyLocale(language)}>
      <ErrorSummary
        title={t('give:errors.title', { count: said.length })}
        note={t('give:errors.nothing')}
        problems={said}
      />
      <input type="hidden" name="token" value={entries.token} />

      <div className="grid gap-5">
        <AmountChoice
          {...amounts}
          language={language}
          preset={entries.preset || null}
          typed={entries.amount}
          error={errorOf('amount')}
        />
        <CheckField
          name="coverFee"
          label={t('give:fee.label')}
          hint={
            <ByAmount
              known={forEach('give:fee.known')}
              unknown={t('give:fee.unknown', {
                percent: new Intl.NumberFormat(locale(language), {
                  style: 'percent',
                  maximumFractionDigits: 1,
                }).format(Number(feeCoverTerms.perMille) / 1000),
                fixed: money(feeCoverTerms.fixedCents),
              })}
              template={template('give:fee.known')}
            />
          }
          defaultChecked={entries.coverFee !== ''}
          data-per-mille={feeCoverTerms.perMille.toString()}
          data-fixed-cents={feeCoverTerms.fixedCents.toString()}
        />
        <SplitFields
          fundName={page.fundName}
          others={page.others}
          also={entries.also}
          share={entries.share}
          errorOf={errorOf}
        />
      </div>

      <fieldset className="grid gap-5">
        <legend className="mb-3 font-display text-l">{t('give:about.legend')}</legend>
        <Field
          name="name"
          label={t('give:name.label')}
          hint={t('give:name.hint')}
          autoComplete="name"
          defaultValue={entries.name}
          error={errorOf('name')}
        />
        <Field
          name="email"
          type="email"
          dir="ltr"
          className="rtl:[&_input]:text-end"
          label={t('give:email.label')}
          hint={t('give:email.hint')}
          autoComplete="email"
          defaultValue={entries.email}
          error={errorOf('email')}
        />
        <CheckField
          name="incognito"
          label={t('give:incognito.label')}
          hint={t('give:incognito.hint')}
          defaultChecked={entries.incognito !== ''}
          error={errorOf('incognito')}
        />
        <CheckField
          name="updates"
          label={t('give:updates.label')}
          hint={t('give:updates.hint')}
          defaultChecked={entries.updates !== ''}
          error={errorOf('updates')}
        />
        <div className="set-aside" aria-hidden="true">
          <label htmlFor="website">{t('give:website.label')}</label>
          <input
            id="website"
            name="website"
            tabIndex={-1}
            autoComplete="off"
            defaultValue={entries.website}
          />
        </div>
      </fieldset>

      <div className="border-t border-hairline">
        <TributeFields entries={entries} errorOf={errorOf} />
        <WordFields entries={entries} errorOf={errorOf} />
        {(entries.wordsSeen !== '' || problems.some(({ code }) => code === 'words_point_to_someone')) && (
          <CheckField
            name="wordsSeen"
            label={t('give:words.seen.label')}
            hint={t('give:words.seen.hint')}
            defaultChecked={entries.wordsSeen !== ''}
            className="mt-4"
          />
        )}
      </div>

      <fieldset
        id="submit"
        className="border-t border-hairline pt-6"
        {...described('submit', null, errorOf('submit'))}
      >
        <legend className="sr-only">{t('give:submit.legend')}</legend>
        <p>{t('give:pool')}</p>
        <p className="mt-3">{t('give:returns')}</p>
        <div className="mt-6 grid gap-3 sm:grid-cols-2">
          <Button name="frequency" value="once" className="figures">
            <ByAmount
              known={forEach('give:submit.once.amount')}
              unknown={t('give:submit.once')}
              template={template('give:submit.once.amount')}
            />
          </Button>
          <Button name="frequency" value="monthly" className="figures" aria-describedby="monthly-means">
            <ByAmount
              known={forEach('give:submit.monthly.amount')}
              unknown={t('give:submit.monthly')}
              template={template('give:submit.monthly.amount')}
            />
          </Button>
        </div>
        <FieldError id="submit" error={errorOf('submit')} />
        <p id="monthly-means" className="mt-4 text-s">
          <span className="font-semibold">{t('give:monthly.heading')}</span>{' '}
          <ByAmount
            known={forEach('give:monthly.known', { day: monthly.day })}
            unknown={t('give:monthly.unknown', { day: monthly.day })}
            template={template('give:monthly.known', { day: monthly.day })}
          />
          {monthly.day > 28 && ` ${t('give:monthly.short')}`}
          {!monthly.isExact && ` ${t('give:monthly.near')}`} {t('give:monthly.next', { date: monthly.next })}
        </p>
        <p className="mt-3 text-s">
          {t('give:statement', { descriptor: page.statementDescriptor })}
          <br />
          {t('give:card')}
          <br />
          <a href={`${paths.fund(page.fundSlug, language)}#refunds-title`} className="inline-block py-1">
            {t('donor:refund_policy.title')}
          </a>
        </p>
      </fieldset>
      <script type="module" src={giveUrl} />
    </form>
  )
}
