import type { LoaderFunctionArgs } from '@remix-run/node'
import { z } from 'zod'
import { openReceipt } from '#app/domain/expenses/receipts.server.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { sendFile } from '#app/http/send-file.ts'

export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'expenses:own')
  const of = parseParams(params, z.object({ claimId: z.uuid(), receiptId: z.uuid() }))
  const file = await openReceipt({ staff, ...of })
  if (!file) throw new Response(null, { status: 404 })
  return sendFile(file)
}
