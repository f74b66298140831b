import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { BondAct } from '#app/components/bonds/bond-act.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { provedFactForm } from '#app/domain/bonds/forms.ts'
import { recordForfeiture } from '#app/domain/bonds/record-forfeiture.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { answerProvedBondAct } from '#app/http/bond-act.ts'
import { noStore } from '#app/http/no-store.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { words: ['dates', 'papers', 'recovery'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'bonds:return')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'bonds:return')
  return answerProvedBondAct(args, staff, {
    name: 'forfeiture',
    action: 'bond.forfeited',
    form: provedFactForm,
    boundTo: (page) => boundTo.forfeiture({ bondId: page.id, lost: page.depositedInAll }),
    act: recordForfeiture,
  })
}

export default function Forfeiture() {
  return <BondAct act="forfeiture" />
}
