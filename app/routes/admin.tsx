import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet, useLoaderData } from '@remix-run/react'
import type { AdminPage } from '#app/components/admin-nav.tsx'
import { AdminShell, type StaffOnDuty } from '#app/components/admin-shell.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { IncidentBanner } from '#app/components/records/incident-banner.tsx'
import { type FundToChoose, fundsToChoose } from '#app/domain/funds/funds-to-choose.server.ts'
import { fundsInIncident } from '#app/domain/incidents/funds-in-incident.server.ts'
import type { Action } from '#app/domain/staff/access.ts'
import { fundsWhere, hasFactor } from '#app/domain/staff/staff.ts'
import { type SignedInStaff, staffOf } from '#app/http/require-staff.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['admin', 'errors', 'public'],
  title: (t) => t('admin:title'),
}

/** Only what the frame shows. It protects nothing: every page inside asks for itself who is there. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const signedIn = await staffOf(request)
  const staff = signedIn && hasFactor(signedIn) ? signedIn : null
  const fundIds = staff ? fundsWhere(staff, 'incidents:read') : []
  return {
    staff:
      staff && onDuty(staff, await fundsToChoose({ fundIds: fundsOf(staff), language: context.language })),
    incidents:
      staff && fundIds.length > 0 ? await fundsInIncident({ fundIds, language: staff.language }) : [],
    demonstration: context.mode === 'demonstration',
  }
}

export default function Admin() {
  const { staff, incidents, demonstration } = useLoaderData<typeof loader>()
  return (
    <AdminShell staff={staff} demonstration={demonstration}>
      <IncidentBanner incidents={incidents} />
      <Outlet />
    </AdminShell>
  )
}

/** What opens each page. One missing here would be a page that nobody finds. */
const reading: Record<AdminPage, Action> = {
  waiting: 'desk:read',
  postings: 'postings:read',
  dates: 'bonds:follow',
  on_call: 'on-call:read',
  requests: 'requests:read',
  copays: 'copays:follow',
  cases: 'vault:read',
  emergencies: 'emergencies:read',
  demands: 'demands:manage',
  disbursements: 'disbursements:read',
  cash: 'cash:read',
  envelopes: 'disbursements:read',
  expenses: 'expenses:own',
  monthly: 'donations:read',
  suspense: 'suspense:read',
  reconciliation: 'reconciliation:read',
  gifts: 'donations:read',
  offline: 'offline:read',
  donors: 'donors:read',
  disputes: 'donations:read',
  comments: 'comments:read',
  defence: 'defence:read',
  statements: 'statements:announce',
  imports: 'imports:run',
  bonds: 'bonds:read',
  recovery: 'bonds:read',
  evidence: 'bonds:read',
  remittances: 'remittances:read',
  mailbox: 'bonds:read',
  address_change: 'bonds:read',
  funds: 'funds:read',
  rules: 'jurisdictions:read',
  disclosures: 'jurisdictions:read',
  certificates: 'jurisdictions:read',
  reports: 'jurisdictions:read',
  updates: 'updates:read',
  closes: 'closes:read',
  mail: 'mail:read',
  staff: 'staff:read',
  incidents: 'incidents:read',
  samples: 'samples:read',
  audit: 'audit:read',
}

const fundsOf = (staff: SignedInStaff): string[] => [...new Set(staff.roles.map(({ fundId }) => fundId))]

const onDuty = (staff: SignedInStaff, funds: FundToChoose[]): StaffOnDuty => ({
  name: staff.name,
  pages: (Object.keys(reading) as AdminPage[]).filter((page) => fundsWhere(staff, reading[page]).length > 0),
  funds: funds.map(({ slug, name }) => ({ slug, name })),
})
