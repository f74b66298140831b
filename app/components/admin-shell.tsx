import { Link, NavLink, useLocation, useSearchParams } from '@remix-run/react'
import type { ReactNode } from 'react'
import { paths } from '#app/http/paths.ts'
import { type Language, nativeNames } from '#app/words/languages.ts'
import { Mark } from './mark.tsx'
import { useWords } from './words.ts'

export type StaffOnDuty = {
  name: string
  /** The pages that this person's roles open, as the navigation names them. */
  pages: AdminPage[]
  /** The funds that this person works for. */
  funds: { slug: string; name: string }[]
}

export type AdminPage =
  | 'waiting'
  | 'requests'
  | 'disbursements'
  | 'bonds'
  | 'recovery'
  | 'funds'
  | 'rules'
  | 'updates'
  | 'closes'
  | 'suspense'
  | 'cases'
  | 'demands'
  | 'staff'
  | 'audit'

const addresses: Record<AdminPage, string> = {
  waiting: paths.admin(),
  requests: paths.requests(),
  disbursements: paths.disbursements(),
  bonds: paths.bonds(),
  recovery: paths.recoveryDesk(),
  funds: paths.staffFunds(),
  rules: paths.rules(),
  updates: paths.updates(),
  closes: paths.closes(),
  suspense: paths.suspense(),
  cases: paths.cases(),
  demands: paths.demands(),
  staff: paths.staff(),
  audit: paths.audit(),
}

const staffLanguages: Language[] = ['en', 'es']

/** The frame of the staff pages. Before sign-in it is the name and the languages only. */
export function AdminShell({ staff, demonstration, children }: AdminShellProps) {
  const { t } = useWords()
  return (
    <div className="staff flex grow flex-col">
      <header>
        {demonstration && (
          <p className="bg-sunk py-1.5 text-s">
            <span className="page block">{t('admin:shell.demonstration')}</span>
          </p>
        )}
        <div className="page flex flex-wrap items-center justify-between gap-x-6 gap-y-2 py-3">
          <a href={paths.admin()} className="flex items-center gap-2 text-ink no-underline">
            <Mark className="size-7" />
            <span className="font-display text-l">{t('admin:title')}</span>
          </a>
          <div className="flex flex-wrap items-center gap-x-5 gap-y-1 text-s">
            <a href={paths.home()} className="inline-block py-1">
              {t('admin:shell.public')}
            </a>
            <LanguageChoice />
            {staff && <SignOut name={staff.name} />}
          </div>
        </div>
      </header>
      {staff && <Navigation staff={staff} />}
      <main id="main" className="page grow py-6">
        {children}
      </main>
    </div>
  )
}

type AdminShellProps = { staff: StaffOnDuty | null; demonstration: boolean; children: ReactNode }

function Navigation({ staff }: { staff: StaffOnDuty }) {
  const { t } = useWords()
  const [search] = useSearchParams()
  const fund = search.get('fund')
  return (
    <div className="border-y border-hairline">
      <div className="page flex flex-wrap items-center justify-between gap-x-6">
        <nav aria-label={t('admin:nav.label')}>
          <ul className="flex flex-wrap gap-x-5">
            {staff.pages.map((page) => (
              <li key={page}>
                <NavLink
                  to={{ pathname: addresses[page], search: fund ? `?fund=${encodeURIComponent(fund)}` : '' }}
                  end={page === 'waiting'}
                  className="inline-block border-b-3 border-transparent py-2 no-underline hover:border-hairline aria-[current]:border-primary aria-[current]:font-semibold aria-[current]:text-ink"
                >
                  {t(`admin:nav.${page}`)}
                </NavLink>
              </li>
            ))}
          </ul>
        </nav>
        {staff.funds.length > 1 && <FundChoice funds={staff.funds} current={fund} />}
      </div>
    </div>
  )
}

/** A plain GET form: it stays on the page and narrows it to one fund. */
function FundChoice({ funds, current }: { funds: StaffOnDuty['funds']; current: string | null }) {
  const { t } = useWords()
  return (
    <form method="get" className="flex items-center gap-2 py-1.5 text-s">
      <label htmlFor="fund">{t('admin:funds.label')}</label>
      <select id="fund" name="fund" defaultValue={current ?? ''} className="entry w-auto! py-1!">
        <option value="">{t('admin:funds.all')}</option>
        {funds.map(({ slug, name }) => (
          <option key={slug} value={slug}>
            {name}
          </option>
        ))}
      </select>
      <button type="submit" className="min-h-8 px-1 text-primary underline underline-offset-4">
        {t('admin:funds.show')}
      </button>
    </form>
  )
}

/** Posted as a document, not by script: the page must come back whole, with the other catalogs. */
function LanguageChoice() {
  const { t, i18n } = useWords()
  const { pathname, search } = useLocation()
  return (
    <form
      method="post"
      action={paths.language()}
      aria-label={t('admin:language.label')}
      className="flex gap-3"
    >
      <input type="hidden" name="to" value={pathname + search} />
      {staffLanguages.map((language) => (
        <button
          key={language}
          type="submit"
          name="language"
          value={language}
          lang={language}
          aria-pressed={language === i18n.language}
          className="min-h-8 text-primary underline underline-offset-4 aria-pressed:text-ink aria-pressed:no-underline"
        >
          {nativeNames[language]}
        </button>
      ))}
    </form>
  )
}

function SignOut({ name }: { name: string }) {
  const { t } = useWords()
  return (
    <form method="post" action={paths.signOut()} className="flex items-center gap-3">
      <Link to={paths.account()} className="inline-block py-1">
        <bdi>{t('admin:shell.signed_in', { name })}</bdi>
      </Link>
      <button type="submit" className="min-h-8 text-primary underline underline-offset-4">
        {t('admin:shell.sign_out')}
      </button>
    </form>
  )
}
