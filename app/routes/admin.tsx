import type { LoaderFunctionArgs } from '@remix-run/node'
import { Outlet, useLoaderData } from '@remix-run/react'
import type { AdminPage } from '#app/components/admin-nav.tsx'
import { AdminShell, type StaffOnDuty } from '#app/components/admin-shell.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import type { Action } from '#app/domain/staff/access.ts'
import { fundsWhere, hasFactor } from '#app/domain/staff/staff.ts'
import { type SignedInStaff, staffOf } from '#app/http/require-staff.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: [
    'admin',
    'errors',
    'public',
    'intake',
    'recovery',
    'rules',
    'vault',
    'window',
    'cash',
    'copay',
    'remittance',
    'dates',
    'control',
    'records',
    'papers',
    'envelope',
    'doors',
  ],
  title: (t) => t('admin:title'),
}

/** Only what the frame shows. It protects nothing: every page inside asks for itself who is there. */
export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await staffOf(request)
  return {
    staff: staff && hasFactor(staff) ? onDuty(staff) : null,
    demonstration: context.mode === 'demonstration',
  }
}

export default function Admin() {
  const { staff, demonstration } = useLoaderData<typeof loader>()
  return (
    <AdminShell staff={staff} demonstration={demonstration}>
      <Outlet />
    </AdminShell>
  )
}

const reading: [AdminPage, Action][] = [
  ['waiting', 'disbursements:read'],
  ['requests', 'requests:read'],
  ['disbursements', 'disbursements:read'],
  ['bonds', 'bonds:read'],
  ['recovery', 'bonds:read'],
  ['funds', 'funds:read'],
  ['rules', 'jurisdictions:read'],
  ['updates', 'updates:read'],
  ['closes', 'closes:read'],
  ['suspense', 'suspense:read'],
  ['cases', 'vault:read'],
  ['demands', 'demands:manage'],
  ['staff', 'staff:read'],
  ['audit', 'audit:read'],
]

const onDuty = (staff: SignedInStaff): StaffOnDuty => ({
  name: staff.name,
  pages: reading.filter(([, action]) => fundsWhere(staff, action).length > 0).map(([page]) => page),
  funds: [],
})
