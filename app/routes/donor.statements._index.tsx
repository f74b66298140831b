import type { LoaderFunctionArgs } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { useDonorFrame } from '#app/components/donor/donor-frame.tsx'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Field } from '#app/components/field.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import {
  type EarlierStatement,
  earlierStatements,
  statementYears,
} from '#app/domain/statements/statement-years.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { paperLanguage } from '#app/http/paper-language.ts'
import { paths } from '#app/http/paths.ts'
import { requireDonor } from '#app/http/require-donor.ts'
import { formatDate } from '#app/words/dates.ts'
import { type Language, languages, nativeNames } from '#app/words/languages.ts'

export const handle: PageHandle = { words: ['documents'], title: (t) => t('documents:page.title') }

export const headers = noStore

const wrongs = ['days', 'nothing', 'waits'] as const

export async function loader({ request }: LoaderFunctionArgs) {
  const donor = await requireDonor(request)
  const asked = new URL(request.url).searchParams
  return {
    years: await statementYears({ donorId: donor.id }),
    earlier: await earlierStatements({ donorId: donor.id }),
    language: paperLanguage(request, donor),
    from: asked.get('from') ?? '',
    to: asked.get('to') ?? '',
    wrong: wrongs.find((each) => each === asked.get('wrong')) ?? null,
  }
}

/** Statements by calendar year, and of any days. Files that the browser saves: no script takes part. */
export default function Statements() {
  const { t } = useWords()
  const { years, earlier, language, from, to, wrong } = useLoaderData<typeof loader>()
  if (years.length === 0)
    return <EmptyState title={t('documents:page.none')}>{t('documents:page.lead')}</EmptyState>
  return (
    <div className="grid gap-8">
      <header className="grid gap-3">
        <h1 className="text-3xl">{t('documents:page.title')}</h1>
        <p className="measure">{t('documents:page.lead')}</p>
        {wrong === 'waits' && <Notice tone="refusal">{t('documents:page.wrong.waits')}</Notice>}
      </header>
      <ul className="grid gap-2">
        {years.map((year) => (
          <li key={year}>
            <a href={paths.donorStatement(year, language)} className="inline-block py-1">
              {t('documents:page.year', { year: String(year) })}
            </a>
          </li>
        ))}
      </ul>
      {earlier.length > 0 && <Earlier statements={earlier} language={language} />}
      <section aria-labelledby="range" className="grid gap-4 border-t border-hairline pt-5">
        <h2 id="range" className="text-xl">
          {t('documents:page.range')}
        </h2>
        {wrong && wrong !== 'waits' && <Notice tone="refusal">{t(`documents:page.wrong.${wrong}`)}</Notice>}
        <form method="get" action={paths.donorStatementRange()} className="grid max-w-md gap-4">
          <Field name="from" type="date" label={t('documents:page.from')} defaultValue={from} required />
          <Field name="to" type="date" label={t('documents:page.to')} defaultValue={to} required />
          <PaperLanguage chosen={language} />
          <div>
            <Button>{t('documents:page.get')}</Button>
          </div>
        </form>
      </section>
    </div>
  )
}

/** Papers that were issued to another record of the same donor: they hold them in their hands. */
function Earlier({ statements, language }: { statements: EarlierStatement[]; language: Language }) {
  const { t } = useWords()
  const { language: read } = useDonorFrame()
  const day = (iso: string) => formatDate(new Date(`${iso}T00:00:00Z`), read, 'UTC')
  return (
    <section aria-labelledby="earlier" className="grid gap-3 border-t border-hairline pt-5">
      <h2 id="earlier" className="text-xl">
        {t('documents:page.earlier')}
      </h2>
      <p className="measure text-quiet">{t('documents:page.earlier.lead')}</p>
      <ul className="grid gap-2">
        {statements.map(({ number, from, to, replacedBy }) => (
          <li key={String(number)}>
            <a
              href={paths.donorEarlierStatement(String(number), language)}
              className="inline-block py-1"
              download
            >
              {t(replacedBy ? 'documents:page.earlier.replaced' : 'documents:page.earlier.one', {
                ...{ number: String(number), from: day(from), to: day(to) },
                newer: String(replacedBy ?? ''),
              })}
            </a>
          </li>
        ))}
      </ul>
    </section>
  )
}

function PaperLanguage({ chosen }: { chosen: Language }) {
  const { t } = useWords()
  return (
    <div>
      <label htmlFor="language" className="block font-semibold">
        {t('documents:page.language')}
      </label>
      <select id="language" name="language" defaultValue={chosen} className="entry mt-1.5">
        {languages.map((language) => (
          <option key={language} value={language} lang={language}>
            {nativeNames[language]}
          </option>
        ))}
      </select>
    </div>
  )
}
