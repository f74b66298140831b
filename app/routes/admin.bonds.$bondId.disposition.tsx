import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData } from '@remix-run/react'
import { z } from 'zod'
import { BondActForm } from '#app/components/bonds/bond-act-form.tsx'
import { useBondFrame } from '#app/components/bonds/bond-frame.ts'
import { useWords } from '#app/components/words.ts'
import { factForm } from '#app/domain/bonds/forms.ts'
import { bondPage } from '#app/domain/bonds/reads/bond-page.server.ts'
import { recordDisposition } from '#app/domain/bonds/record-disposition.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'bonds:follow')
  return null
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'bonds:follow')
  const { bondId } = parseParams(params, z.object({ bondId: z.uuid() }))
  const page = await bondPage({ bondId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const { timezone } = await organization()
  const form = parseForm(await request.formData(), factForm(timezone))
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(recordDisposition({ staff, bondId, ...form.value }), form.values)
  if (!outcome.ok) return outcome.response

  return redirect(paths.bond(bondId))
}

export default function Disposition() {
  const { t } = useWords()
  const { page } = useBondFrame()
  const answer = useActionData<typeof action>()
  return (
    <>
      <h2 className="text-l">{t('admin:bond.disposition.title')}</h2>
      <BondActForm act="disposition" page={page} answer={answer} />
    </>
  )
}
