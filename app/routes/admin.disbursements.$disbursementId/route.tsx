import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, Outlet, useLoaderData, useLocation } from '@remix-run/react'
import { z } from 'zod'
import { AtTheBank } from '#app/components/bank/at-the-bank.tsx'
import { FamilyOfCase } from '#app/components/copays/family-of-case.tsx'
import { actsPlace } from '#app/components/disbursements/acts-place.ts'
import { AtTheWindow } from '#app/components/disbursements/at-the-window.tsx'
import { CaseState } from '#app/components/disbursements/case-state.tsx'
import { Decision } from '#app/components/disbursements/decision.tsx'
import type { DisbursementFrame } from '#app/components/disbursements/disbursement-frame.ts'
import { History } from '#app/components/disbursements/history.tsx'
import { SharedParts } from '#app/components/disbursements/shared-bond-parts.tsx'
import { WhoseCase } from '#app/components/disbursements/whose-case.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { BeforePosting } from '#app/components/preparation/before-posting.tsx'
import { useWords } from '#app/components/words.ts'
import { seenAtBank } from '#app/domain/bank/reads/at-the-bank.server.ts'
import { disbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { whomToCall } from '#app/domain/on-call/whom-to-call.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['at-bank', 'copay', 'envelope', 'preparation', 'remittance', 'rules', 'window'],
  title: (t, { page }) => t('admin:disbursement.title', { code: page.caseCode }),
}

export const headers = noStore

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:read')
  const { disbursementId } = parseParams(params, z.object({ disbursementId: z.uuid() }))

  const page = await disbursementPage({ disbursementId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  const calls = fundsWhere(staff, 'on-call:read').includes(page.fundId)
    ? await whomToCall({ staff, disbursementId })
    : null
  const atBank =
    page.state === 'paid' || page.bondId
      ? await seenAtBank({ staff, kind: 'disbursement', id: disbursementId })
      : null
  return { page, calls, atBank, timezone, factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp } }
}

export default function Disbursement() {
  const { t } = useWords()
  const { page, calls, atBank, timezone, factors } = useLoaderData<typeof loader>()
  const isOneAct = useLocation().pathname !== paths.disbursement(page.id)
  return (
    <article className="grid gap-6">
      <header>
        <Link to={paths.disbursements()} className="inline-block py-1 text-s">
          {t('admin:disbursements.back')}
        </Link>
        <h1 className="text-2xl">
          {t(`admin:kind.${page.kind}`)} <span className="figures">{page.caseCode}</span>
        </h1>
        <p className="mt-1 flex flex-wrap gap-x-6">
          <CaseState state={page.state} />
          {page.bondId && (
            <Link to={paths.bond(page.bondId)} className="inline-block py-0.5">
              {t('admin:disbursement.bond')}
            </Link>
          )}
          <Link to={paths.caseRecord(page.caseCode)} className="inline-block py-0.5">
            {t('admin:case.record')}
          </Link>
        </p>
      </header>
      <div className="grid gap-x-16 gap-y-8 lg:grid-cols-2 lg:grid-rows-[auto_1fr]">
        <section aria-label={t('admin:disbursement.facts')}>
          <Decision page={page} timezone={timezone} />
          {page.shared && <SharedParts shared={page.shared} />}
        </section>
        <section aria-label={t('admin:disbursement.acts')} className={actsPlace(isOneAct)}>
          <Outlet context={{ page, timezone, factors } satisfies DisbursementFrame} />
        </section>
        <section className="grid content-start gap-8 lg:col-start-1">
          <WhoseCase disbursementId={page.id} mayName={page.mayName} />
          <BeforePosting page={page} timezone={timezone} />
          <AtTheWindow page={page} calls={calls} timezone={timezone} />
          <FamilyOfCase page={page} timezone={timezone} />
          <AtTheBank seen={atBank} timezone={timezone} />
          <div>
            <h2 className="mb-3 text-l">{t('admin:history.title')}</h2>
            <History page={page} timezone={timezone} />
          </div>
        </section>
      </div>
    </article>
  )
}
