import { Link, useLocation, useSearchParams } from '@remix-run/react'
import { narrowedPages, paths } from '#app/http/paths.ts'
import { useWords } from './words.ts'

/** Where each page of the staff is, in the groups in which people look for it. */
const groups = {
  day: {
    waiting: paths.admin(),
    postings: paths.postings(),
    dates: paths.dates(),
    on_call: paths.onCall(),
  },
  people: {
    requests: paths.requests(),
    copays: paths.copays(),
    cases: paths.cases(),
    emergencies: paths.emergencies(),
    demands: paths.demands(),
  },
  money: {
    disbursements: paths.disbursements(),
    cash: paths.cash(),
    envelopes: paths.envelopes(),
    expenses: paths.expenses(),
    suspense: paths.suspense(),
    reconciliation: paths.reconciliation(),
  },
  donors: {
    gifts: paths.gifts(),
    donors: paths.donors(),
    monthly: paths.monthlyGifts(),
    offline: paths.offlineBatches(),
    disputes: paths.disputes(),
    comments: paths.comments(),
    defence: paths.defence(),
    statements: paths.statements(),
    imports: paths.imports(),
  },
  bonds: {
    bonds: paths.bonds(),
    recovery: paths.recoveryDesk(),
    evidence: paths.unproved(),
    remittances: paths.remittances(),
    mailbox: paths.mailbox(),
    address_change: paths.addressChange(),
  },
  funds: {
    funds: paths.staffFunds(),
    rules: paths.rules(),
    disclosures: paths.disclosures(),
    certificates: paths.certificates(),
    reports: paths.reports(),
    updates: paths.updates(),
    closes: paths.closes(),
    mail: paths.mail(),
  },
  team: {
    staff: paths.staff(),
    incidents: paths.incidents(),
    samples: paths.samples(),
    audit: paths.audit(),
  },
} as const

type Groups = typeof groups
type PagesOf<G> = G extends unknown ? keyof G : never
export type AdminPage = PagesOf<Groups[keyof Groups]>

type Place = { page: AdminPage; to: string }
type Group = { key: keyof Groups; places: Place[] }

const allGroups = Object.entries(groups).map(
  ([key, pages]): Group => ({
    key: key as keyof Groups,
    places: Object.entries(pages).map(([page, to]) => ({ page: page as AdminPage, to })),
  }),
)

type AdminNavProps = {
  staff: { pages: readonly AdminPage[]; funds: { slug: string; name: string }[] }
}

/** Two lines: the groups of pages that this person's roles open, and the pages of the group in which they are. */
export function AdminNav({ staff }: AdminNavProps) {
  const { t } = useWords()
  const { pathname } = useLocation()
  const [search] = useSearchParams()
  const fund = search.get('fund')
  const open = allGroups
    .map(({ key, places }) => ({ key, places: places.filter(({ page }) => staff.pages.includes(page)) }))
    .filter(({ places }) => places.length > 0)
  const here = placeOf(open, pathname)
  const isNarrowed = narrowedPages.includes(pathname)
  const line = (to: string) => ({ pathname: to, search: fund ? `?fund=${encodeURIComponent(fund)}` : '' })
  const current = open.find(({ places }) => here && places.includes(here))
  return (
    <div className="border-y border-hairline">
      <div className="page flex flex-wrap items-center justify-between gap-x-6">
        <nav aria-label={t('admin:nav.label')}>
          <ul className="flex flex-wrap gap-x-5">
            {open.map(({ key, places: [first] }) => (
              <li key={key}>
                {first && (
                  <Link
                    to={line(first.to)}
                    aria-current={key === current?.key ? 'true' : undefined}
                    className="inline-block border-b-3 border-transparent py-2 no-underline hover:border-hairline aria-[current]:border-primary aria-[current]:font-semibold aria-[current]:text-ink"
                  >
                    {t(`admin:nav.group.${key}`)}
                  </Link>
                )}
              </li>
            ))}
          </ul>
        </nav>
        {staff.funds.length > 1 && isNarrowed && <FundChoice funds={staff.funds} current={fund} />}
      </div>
      {current && current.places.length > 1 && (
        <nav aria-label={t(`admin:nav.group.${current.key}`)} className="border-t border-hairline text-s">
          <ul className="page flex flex-wrap gap-x-5">
            {current.places.map(({ page, to }) => (
              <li key={page}>
                <Link
                  to={line(to)}
                  aria-current={page === here?.page ? 'page' : undefined}
                  className="inline-block py-2 no-underline hover:underline aria-[current]:font-semibold aria-[current]:text-ink aria-[current]:underline aria-[current]:underline-offset-6"
                >
                  {t(`admin:nav.${page}`)}
                </Link>
              </li>
            ))}
          </ul>
        </nav>
      )}
    </div>
  )
}

/** The page whose address is the longest beginning of this one. */
function placeOf(open: Group[], pathname: string): Place | undefined {
  return open
    .flatMap(({ places }) => places)
    .filter(({ to }) => (to === paths.admin() ? pathname === to : `${pathname}/`.startsWith(`${to}/`)))
    .sort((one, other) => other.to.length - one.to.length)[0]
}

/** A plain GET form: it stays on the page and narrows it to one fund. */
function FundChoice({ funds, current }: { funds: { slug: string; name: string }[]; current: string | null }) {
  const { t } = useWords()
  return (
    <section aria-label={t('admin:funds.label')} className="min-w-0 max-w-full">
      <form method="get" className="flex flex-wrap items-center gap-2 py-1.5 text-s">
        <label htmlFor="fund-choice">{t('admin:funds.label')}</label>
        <select
          key={current}
          id="fund-choice"
          name="fund"
          defaultValue={current ?? ''}
          className="entry w-auto! min-w-0 max-w-full py-1!"
        >
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
    </section>
  )
}
