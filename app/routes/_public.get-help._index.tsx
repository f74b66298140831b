import { type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { HelpLine } from '#app/components/help-line.tsx'
import { HelpWords, useSpokenLanguage } from '#app/components/help-words.tsx'
import { LeaveForGood, LeaveQuickly } from '#app/components/leave-quickly.tsx'
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

/** Where one fund says how it is asked, there is nothing to choose. Those that take no requests for now stand last. */
export async function loader({ context }: LoaderFunctionArgs) {
  const { language } = context
  const funds = (await intakeFunds(language)).filter(({ closed }) => !closed)
  const [first, ...others] = funds
  if (first && others.length === 0) return redirect(paths.askFund(first.slug, language))
  return { funds }
}

export default function GetHelp() {
  return (
    <>
      <LeaveForGood />
      <HelpWords>
        <Funds />
      </HelpWords>
    </>
  )
}

/** The telephone first: once on top where all are asked by the same, else on top of each. */
function Funds() {
  const { t } = useWords()
  const { funds } = useLoaderData<typeof loader>()
  const { timezone } = usePublicFrame()
  const language = useSpokenLanguage()
  const taking = funds.filter(({ mode }) => mode !== 'off')
  const line = commonLine(taking.length > 0 ? taking : funds)
  return (
    <main id="main" className="page pt-8 lg:pt-12">
      <h1 className="text-3xl">{t(titleOf(funds.length, taking.length))}</h1>
      {line && (
        <div className="mt-4">
          <HelpLine {...line} language={language} timezone={timezone} />
        </div>
      )}
      <LeaveQuickly />
      <p className="measure mt-8">{t(leadOf(funds.length, taking.length, line !== null))}</p>
      <ul className="mt-6 grid gap-8">
        {funds.map((fund) => (
          <li key={fund.slug} className="border-t border-hairline pt-5">
            <Fund fund={fund} line={line} />
          </li>
        ))}
      </ul>
    </main>
  )
}

const titleOf = (funds: number, taking: number): string => {
  if (funds === 0) return 'help:none.title'
  return taking === 0 ? 'help:resting.title' : 'help:title'
}

const leadOf = (funds: number, taking: number, oneLine: boolean): string => {
  if (funds === 0) return 'help:none'
  if (taking === 0) return 'help:resting'
  return oneLine ? 'help:funds.lead.one_line' : 'help:funds.lead'
}

type Asked = ReturnType<typeof useLoaderData<typeof loader>>['funds'][number]

function Fund({ fund, line }: { fund: Asked; line: Asked | null }) {
  const { t } = useWords()
  const { language, timezone } = usePublicFrame()
  const spoken = useSpokenLanguage()
  return (
    <>
      {line && isSameLine(fund, line) ? (
        <h2 className="text-l">
          <bdi>{fund.name}</bdi>
        </h2>
      ) : (
        <HelpLine {...fund} of={fund.name} language={spoken} timezone={timezone} />
      )}
      {fund.mode === 'off' && <p className="mt-2 font-semibold">{t('help:funds.off')}</p>}
      <LinkButton to={paths.askFund(fund.slug, language)} tone="outline" className="mt-4" reloadDocument>
        {t(`help:funds.ask.${fund.mode}`, { fund: fund.name })}
      </LinkButton>
    </>
  )
}

const isSameLine = (one: Asked, other: Asked): boolean =>
  JSON.stringify([one.phone, one.hours, one.languages]) ===
  JSON.stringify([other.phone, other.hours, other.languages])

/** The number, hours and languages that these have in common; null where they differ. */
function commonLine(funds: Asked[]): Asked | null {
  const [first] = funds
  return first && funds.every((fund) => isSameLine(fund, first)) ? first : null
}
