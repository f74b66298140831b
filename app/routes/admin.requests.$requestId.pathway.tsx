import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import type { z } from 'zod'
import type { FormAnswer } from '#app/components/disbursements/use-entries.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { Pathways } from '#app/components/requests/pathways.tsx'
import { useRequestFrame } from '#app/components/requests/request-frame.ts'
import type { ActingStaff } from '#app/domain/disbursements/disbursement.ts'
import { endPathway } from '#app/domain/pathways/end-pathway.server.ts'
import { PathwayForm } from '#app/domain/pathways/forms.ts'
import { openPathway } from '#app/domain/pathways/open-pathway.server.ts'
import { recordPathwayStep } from '#app/domain/pathways/record-pathway-step.server.ts'
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
  return answerRequestAct(args, staff, { form: PathwayForm, act })
}

function act(entered: { staff: ActingStaff; requestId: string } & z.output<typeof PathwayForm>) {
  if (entered.intent === 'open') return openPathway(entered)
  return entered.intent === 'step' ? recordPathwayStep(entered) : endPathway(entered)
}

export default function Pathway() {
  return <Pathways page={useRequestFrame().page} answer={useActionData<FormAnswer>()} />
}
