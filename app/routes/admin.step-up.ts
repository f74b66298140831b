import { type ActionFunctionArgs, redirect } from '@remix-run/node'
import { z } from 'zod'
import { beginStepUp } from '#app/domain/staff/begin-step-up.server.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid } from '#app/http/respond.ts'

const Asked = z.object({ boundTo: z.string().min(1).max(2000) })

/** What the person's passkey is to sign for one act. Whether they may do it is checked when it is done. */
export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request)

  const form = parseForm(await request.formData(), Asked)
  if (!form.ok) return invalid(form)

  const asked = await beginStepUp({ staffId: staff.id, boundTo: form.value.boundTo })
  return Response.json(asked, { headers: { 'Cache-Control': 'no-store' } })
}

export const loader = () => redirect(paths.admin())
