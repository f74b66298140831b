import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { z } from 'zod'
import type { FormAnswer } from '#app/components/disbursements/use-entries.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { AddCase } from '#app/components/requests/add-case.tsx'
import { useRequestFrame } from '#app/components/requests/request-frame.ts'
import { addCase } from '#app/domain/requests/add-case.server.ts'
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
  return answerRequestAct(args, staff, { form: z.object({}), act: addCase })
}

export default function Case() {
  return <AddCase page={useRequestFrame().page} answer={useActionData<FormAnswer>()} />
}
