import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import type { PageHandle } from '#app/components/page-handle.ts'
import { RequestAct } from '#app/components/requests/request-act.tsx'
import { StepForm } from '#app/domain/requests/forms.ts'
import { moveRequest } from '#app/domain/requests/move-request.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { answerRequestAct } from '#app/http/request-act.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { words: ['intake'] }

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'requests:work')
  return null
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'requests:work')
  return answerRequestAct(args, staff, { form: StepForm, act: moveRequest })
}

export default function Step() {
  return <RequestAct />
}
