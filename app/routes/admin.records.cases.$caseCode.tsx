import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { CaseTransfers } from '#app/components/records/case-transfers.tsx'
import { momentStep } from '#app/components/records/moment-step.tsx'
import { Timeline } from '#app/components/timeline.tsx'
import { useWords } from '#app/components/words.ts'
import { caseCodePattern } from '#app/domain/disbursements/case-code.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { caseRecord } from '#app/domain/records/case-record.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['cash', 'dates', 'intake', 'papers', 'records', 'recovery', 'window'],
  title: (t, { record }) => t('records:case.title', { code: record.caseCode }),
}

export const headers = noStore

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:read')
  const { caseCode } = parseParams(params, z.object({ caseCode: z.string().regex(caseCodePattern) }))
  const fundIds = fundsWhere(staff, 'disbursements:read')
  const record = await caseRecord({ caseCode, fundIds, language: context.language })
  if (!record) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  return { record, timezone, readsAudit: fundsWhere(staff, 'audit:read').length > 0 }
}

export default function CaseRecordPage() {
  const { t } = useWords()
  const { record, timezone, readsAudit } = useLoaderData<typeof loader>()
  const formats = useFormats(timezone)
  const { day: ofDay } = useFormats('UTC')
  const { caseCode, requests, disbursements, bonds, looks } = record
  const links = [
    ...requests.map(({ id, code }) => ({
      id,
      to: paths.request(id),
      words: t('records:case.request', { code }),
    })),
    ...disbursements.map(({ id, state }) => ({
      id,
      to: paths.disbursement(id),
      words: t('records:case.disbursement', { state: t(`admin:state.${state}`) }),
    })),
    ...bonds.map(({ id, state, principalCents }) => ({
      id,
      to: paths.bond(id),
      words: t('records:case.bond', {
        amount: formats.money(principalCents),
        state: t(`admin:state.${state}`),
      }),
    })),
  ]
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('records:case.title', { code: caseCode })}</h1>
        <p className="measure text-quiet">{t('records:case.lead')}</p>
      </div>
      <Facts
        facts={[
          { key: 'fund', label: t('admin:fact.fund'), value: record.fundNames.join(' · ') },
          {
            key: 'looks',
            label: t('records:case.looks'),
            value: t('records:case.looks.count', { count: looks.count, people: looks.people }),
          },
        ]}
      />
      <ul className="grid gap-1 print:hidden">
        {links.map(({ id, to, words }) => (
          <li key={id}>
            <Link to={to} className="inline-block py-0.5">
              {words}
            </Link>
          </li>
        ))}
        {readsAudit && (
          <li>
            <Link to={`${paths.audit()}?case=${caseCode}`} className="inline-block py-0.5">
              {t('records:case.audit')}
            </Link>
          </li>
        )}
      </ul>
      <section className="grid gap-3">
        <h2 className="text-xl">{t('records:case.moments')}</h2>
        <Timeline steps={record.moments.map((moment) => momentStep(moment, { t, formats, ofDay }))} />
      </section>
      <CaseTransfers transfers={record.transfers} timezone={timezone} />
    </div>
  )
}
