import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { BondAct } from '#app/components/bonds/bond-act.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { releaseForm } from '#app/domain/bonds/forms.ts'
import { recordRelease } from '#app/domain/bonds/record-release.server.ts'
import { answerBondAct } from '#app/http/bond-act.ts'
import { noStore } from '#app/http/no-store.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { words: ['dates', 'papers', 'recovery'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'bonds:follow')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'bonds:follow')
  return answerBondAct(args, staff, { form: releaseForm, act: recordRelease })
}

export default function Release() {
  return <BondAct act="release" />
}
