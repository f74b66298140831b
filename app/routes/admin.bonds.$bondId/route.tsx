import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, Outlet, useLoaderData, useLocation } from '@remix-run/react'
import { z } from 'zod'
import { AtTheBank } from '#app/components/bank/at-the-bank.tsx'
import { BondChases } from '#app/components/bonds/bond-chases.tsx'
import { BondExposure } from '#app/components/bonds/bond-exposure.tsx'
import type { BondOutlet } from '#app/components/bonds/bond-frame.ts'
import { BondHistory } from '#app/components/bonds/bond-history.tsx'
import { BondMoney } from '#app/components/bonds/bond-money.tsx'
import { BondPapers } from '#app/components/bonds/bond-papers.tsx'
import { BondRecoveries } from '#app/components/bonds/bond-recoveries.tsx'
import { BondReturns } from '#app/components/bonds/bond-returns.tsx'
import { FamilyOfBond } from '#app/components/copays/family-of-bond.tsx'
import { actsPlace } from '#app/components/disbursements/acts-place.ts'
import { CaseState } from '#app/components/disbursements/case-state.tsx'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { SharedParts } from '#app/components/disbursements/shared-bond-parts.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { WhoseCase } from '#app/components/disbursements/whose-case.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { seenAtBank } from '#app/domain/bank/reads/at-the-bank.server.ts'
import { bondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { bondPapersOf } from '#app/http/bond-papers-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['at-bank', 'copay', 'dates', 'papers', 'recovery', 'remittance'],
  title: (t, { page }) => t('admin:bond.title', { code: page.caseCode }),
}

export const headers = noStore

export async function loader(args: LoaderFunctionArgs) {
  const staff = await requireStaff(args.request, 'bonds:read')
  const { context, params } = args
  const { bondId } = parseParams(params, z.object({ bondId: z.uuid() }))

  const page = await bondPage({ bondId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const { papers } = await bondPapersOf(args, staff)
  const { timezone } = await organization()
  const mayFollow = page.acts.move?.code !== 'role_may_not'
  const factors = { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp }
  const atBank = await seenAtBank({ staff, kind: 'bond', id: bondId })
  return { page, papers, atBank, timezone, mayFollow, factors }
}

export default function Bond() {
  const { t } = useWords()
  const { page, papers, atBank, timezone, mayFollow, factors } = useLoaderData<typeof loader>()
  const { minute } = useFormats(timezone)
  const isOneAct = useLocation().pathname !== paths.bond(page.id)
  return (
    <article className="grid gap-6">
      <header>
        <Link to={paths.bonds()} className="inline-block py-1 text-s">
          {t('admin:bonds.back')}
        </Link>
        <h1 className="text-2xl">
          {t(`admin:kind.${page.kind}`)} <span className="figures">{page.caseCode}</span>
        </h1>
        <p className="mt-1 flex flex-wrap gap-x-6">
          <CaseState state={page.state} />
          <Link to={paths.disbursement(page.disbursementId)} className="inline-block py-0.5">
            {t('admin:bond.disbursement')}
          </Link>
          <Link to={paths.caseRecord(page.caseCode)} className="inline-block py-0.5">
            {t('admin:case.record')}
          </Link>
          {mayFollow && (
            <Link to={paths.bondDates(page.id)} className="inline-block py-0.5">
              {t('dates:of_bond.link')}
            </Link>
          )}
        </p>
      </header>
      <div className="grid gap-x-16 gap-y-8 lg:grid-cols-2 lg:grid-rows-[auto_1fr]">
        <section aria-label={t('admin:bond.facts')} className="grid content-start gap-6">
          <BondMoney page={page} timezone={timezone} />
          <WhoseCase disbursementId={page.disbursementId} mayName={page.mayName} />
          {page.shared && <SharedParts shared={page.shared} />}
          <Facts
            facts={[
              { key: 'fund', label: t('admin:fact.fund'), value: page.fundName },
              { key: 'posted', label: t('admin:bonds.posted'), value: minute(page.postedAt) },
              { key: 'by', label: t('admin:bond.posted_by'), value: page.postedBy },
              { key: 'receipt', label: t('admin:payment.receipt'), value: page.receiptNumber },
              ...(page.caseEnd?.reason
                ? [
                    {
                      key: 'end',
                      label: t('papers:end.reason'),
                      value: t(`papers:end.${page.caseEnd.reason}`),
                    },
                  ]
                : []),
            ]}
          />
        </section>
        <section aria-label={t('admin:disbursement.acts')} className={actsPlace(isOneAct)}>
          <Outlet context={{ page, papers, timezone, factors } satisfies BondOutlet} />
        </section>
        <section className="grid content-start gap-6 lg:col-start-1">
          <BondPapers bondId={page.id} papers={papers} timezone={timezone} />
          <FamilyOfBond page={page} timezone={timezone} />
          <BondExposure page={page} timezone={timezone} />
          <BondReturns page={page} timezone={timezone} />
          {page.money.due > 0n && (
            <Link to={paths.remittances()} className="inline-block py-0.5">
              {t('remittance:list.title')}
            </Link>
          )}
          <BondRecoveries page={page} timezone={timezone} />
          <BondChases page={page} timezone={timezone} />
          <AtTheBank seen={atBank} timezone={timezone} />
          <div>
            <h2 className="mb-3 text-l">{t('admin:history.title')}</h2>
            <BondHistory page={page} timezone={timezone} />
          </div>
        </section>
      </div>
    </article>
  )
}
