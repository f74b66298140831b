import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { decidePurpose } from '#app/domain/fund-purposes/decide-purpose.server.ts'
import { DecidePurposeForm, ProposePurposeForm, textsEntered } from '#app/domain/fund-purposes/forms.ts'
import { proposePurpose } from '#app/domain/fund-purposes/propose-purpose.server.ts'
import { purposePage } from '#app/domain/fund-purposes/purpose-page.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { ProposePurpose } from './propose-purpose.tsx'
import { ProposedPurpose } from './proposed-purpose.tsx'
import { PurposeWords } from './purpose-words.tsx'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['control'],
  title: (t, { page }) => t('control:purpose.title', { fund: page.name }),
}

export const headers = noStore

const Params = z.object({ fundId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'funds:read')
  const { fundId } = parseParams(params, Params)
  const fundIds = fundsWhere(staff, 'funds:read')
  const page = await purposePage({ fundId, fundIds, language: context.language })
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

  const Forms = z.discriminatedUnion('intent', [ProposePurposeForm.strict(), DecidePurposeForm.strict()])
  const form = parseForm(await readForm(request), Forms)
  if (!form.ok) return invalid(form)
  const entered = form.value
  const to = paths.fundPurpose(fundId)
  if (entered.intent === 'propose') {
    const { timezone } = await organization()
    const { from, codes } = entered
    const proposed = proposePurpose({ staff, fundId, timezone, from, codes, texts: textsEntered(entered) })
    const outcome = await orRefusal(proposed, form.values)
    return outcome.ok ? redirect(to, 303) : outcome.response
  }
  const { changeId, intent } = entered
  if (intent === 'withdraw') {
    const withdrawn = decidePurpose({ staff, fundId, changeId, decision: 'withdrawn' })
    const outcome = await orRefusal(withdrawn, form.values)
    return outcome.ok ? redirect(to, 303) : outcome.response
  }
  const confirmed = provedBy(
    { staff, action: 'fund.purpose_confirmed', subject: 'fund', subjectId: fundId },
    { boundTo: boundTo.confirmPurpose(changeId), sent: entered },
    (stepUpId) => decidePurpose({ staff, fundId, changeId, decision: 'confirmed', stepUpId }),
  )
  const outcome = await orRefusal(confirmed, form.values)
  return outcome.ok ? redirectAfterStepUp(staff, to) : outcome.response
}

/** What a fund is for, in every language that donors read it in, and what is to come. */
export default function FundPurpose() {
  const { t } = useWords()
  const { page, timezone, reader, factors } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { id: fundId, proposed, versions } = page
  return (
    <div className="grid gap-8">
      <header className="grid gap-1">
        <Link to={paths.fundForecast(fundId)} className="inline-block py-1 text-s">
          {page.name}
        </Link>
        <h1 className="text-2xl">{t('control:purpose.heading')}</h1>
        <p className="measure text-quiet">{t('control:purpose.lead')}</p>
      </header>
      {proposed && <ProposedPurpose {...{ fundId, timezone, reader, factors, answer }} change={proposed} />}
      {versions.map((version) => (
        <section key={version.version} aria-labelledby={`version-${version.version}`} className="grid gap-3">
          <h2 id={`version-${version.version}`} className="text-l">
            {t(`control:purpose.standing.${version.standing}`)}
          </h2>
          <PurposeWords words={version} timezone={timezone} />
        </section>
      ))}
      {reader.mayManage && !proposed && !page.isClosed && <ProposePurpose page={page} answer={answer} />}
    </div>
  )
}
