import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { controlPage } from '#app/domain/funds/control-page.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Closing } from './closing.tsx'
import { controlAct, formOf } from './control-acts.server.ts'
import { InForce } from './in-force.tsx'
import { ProposeLimits } from './propose-limits.tsx'
import { Proposed } from './proposed.tsx'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['control', 'forecast'],
  title: (t, { page }) => t('control:title', { fund: page.name }),
}

export const headers = noStore

const Params = z.object({ fundId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'funds:read')
  const { fundId } = parseParams(params, Params)
  const fundIds = fundsWhere(staff, 'funds:read')
  const page = await controlPage({ fundId, fundIds, language: context.language })
  if (!page) throw new Response(null, { status: 404 })
  const { timezone } = await organization()
  return {
    ...{ page, timezone },
    reader: { id: staff.id, mayManage: fundsWhere(staff, 'funds:manage').includes(fundId) },
    factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
  }
}

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'funds:manage')
  const { fundId } = parseParams(params, Params)
  if (!staff.fundIds.includes(fundId)) throw new Response(null, { status: 404 })

  const formData = await readForm(request)
  const form = parseForm(formData, formOf(formData.get('act')))
  if (!form.ok) return invalid(form)
  const outcome = await orRefusal(controlAct({ staff, fundId, entered: form.value }), form.values)
  return outcome.ok ? redirectAfterStepUp(staff, paths.fundControl(fundId)) : outcome.response
}

export default function FundControl() {
  const { t } = useWords()
  const { page, timezone, reader, factors } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const of = (...acts: string[]) => (acts.some((act) => answer?.values.act === act) ? answer : undefined)
  return (
    <div className="grid gap-10">
      <header className="grid gap-1">
        <Link to={paths.fundForecast(page.id)} className="inline-block py-1 text-s">
          {page.name}
        </Link>
        <h1 className="text-2xl">{t('control:heading')}</h1>
        <p className="measure text-quiet">{t('control:lead')}</p>
      </header>
      <InForce limits={page.inForce} timezone={timezone} reviewsAreMet={page.reviewsAreMet} />
      <Proposed page={page} {...{ timezone, reader, factors }} answer={of('confirm', 'withdraw')} />
      {reader.mayManage && <ProposeLimits page={page} factors={factors} answer={of('propose')} />}
      <Closing
        page={page}
        {...{ timezone, reader, factors }}
        answer={of('propose-closing', 'confirm-closing', 'withdraw-closing')}
      />
    </div>
  )
}
