import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { openEvidence } from '#app/domain/evidence/open-evidence.server.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { sendFile } from '#app/http/send-file.ts'

export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'bonds:read')
  const of = parseParams(params, z.object({ bondId: z.uuid(), evidenceId: z.uuid() }))
  const file = await openEvidence({ staff, ...of })
  if (!file) throw new Response(null, { status: 404 })
  return sendFile(file)
}
