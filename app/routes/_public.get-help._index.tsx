import { type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { HelpLine } from '#app/components/help-line.tsx'
import { HelpWords, useSpokenLanguage } from '#app/components/help-words.tsx'
import { LeaveQuickly } from '#app/components/leave-quickly.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { usePublicFrame } from '#app/components/public-frame.ts'
import { useWords } from '#app/components/words.ts'
import { intakeFunds } from '#app/domain/intake/intake-funds.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'

export const handle: PageHandle = {
  words: ['help'],
  title: (t) => t('help:title'),
  description: (t) => t('help:description'),
}

export const headers = noStore

/** Where one fund takes requests, there is nothing to choose. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { language } = context
  const funds = (await intakeFunds(language)).filter(({ mode }) => mode !== 'off')
  const [first, ...others] = funds
  if (first && others.length === 0) return redirect(paths.askFund(first.slug, language))
  return { funds }
}

export default function GetHelp() {
  return (
    <HelpWords>
      <Funds />
    </HelpWords>
  )
}

function Funds() {
  const { t } = useWords()
  const { funds } = useLoaderData<typeof loader>()
  const { language, timezone } = usePublicFrame()
  const spoken = useSpokenLanguage()
  return (
    <main id="main" className="page pt-8 lg:pt-12">
      <h1 className="text-3xl">{t(funds.length === 0 ? 'help:none.title' : 'help:funds.title')}</h1>
      <p className="measure mt-3">{t(funds.length === 0 ? 'help:none' : 'help:funds.lead')}</p>
      <LeaveQuickly />
      <ul className="mt-8 grid gap-8">
        {funds.map((fund) => (
          <li key={fund.slug} className="border-t border-hairline pt-5">
            <h2 className="mb-2 text-l">
              <bdi>{fund.name}</bdi>
            </h2>
            <HelpLine {...fund} language={spoken} timezone={timezone} />
            <LinkButton
              to={paths.askFund(fund.slug, language)}
              tone="outline"
              className="mt-4"
              reloadDocument
            >
              {t(fund.mode === 'public_form' ? 'help:funds.ask' : 'help:funds.how', { fund: fund.name })}
            </LinkButton>
          </li>
        ))}
      </ul>
    </main>
  )
}
