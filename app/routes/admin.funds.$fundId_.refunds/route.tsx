import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { decideRefundPolicy } from '#app/domain/refund-policies/decide-policy.server.ts'
import { DecidePolicyForm, ProposePolicyForm } from '#app/domain/refund-policies/forms.ts'
import { refundPoliciesOf } from '#app/domain/refund-policies/policy-page.server.ts'
import { proposeRefundPolicy } from '#app/domain/refund-policies/propose-policy.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
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
import { PolicyFacts, ProposedPolicy, ProposePolicy } from './policies.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['refunds'],
  title: (t) => t('refunds:policy.title'),
}

export const headers = noStore

const Params = z.object({ fundId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'funds:read')
  const { fundId } = parseParams(params, Params)
  if (!fundsWhere(staff, 'funds:read').includes(fundId)) throw new Response(null, { status: 404 })
  const names = await namesOfFunds({ fundIds: [fundId], language: context.language })
  const { timezone } = await organization()
  return {
    ...{ fundId, fundName: names.get(fundId) ?? '', timezone, policies: await refundPoliciesOf(fundId) },
    reader: { id: staff.id, mayManage: fundsWhere(staff, 'funds:manage').includes(fundId) },
    factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
  }
}

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'funds:manage')
  const { fundId } = parseParams(params, Params)
  if (!staff.fundIds.includes(fundId)) throw new Response(null, { status: 404 })

  const Forms = z.discriminatedUnion('intent', [ProposePolicyForm.strict(), DecidePolicyForm.strict()])
  const form = parseForm(await readForm(request), Forms)
  if (!form.ok) return invalid(form)
  const entered = form.value
  const to = paths.fundRefunds(fundId)
  if (entered.intent === 'propose') {
    const { alone, days, text_en: en, text_es: es, text_ar: ar, text_vi: vi, text_zh: zh } = entered
    const texts = { en, es, ar, vi, zh }
    const proposed = proposeRefundPolicy({ staff, fundId, alone, days, texts })
    const outcome = await orRefusal(proposed, form.values)
    return outcome.ok ? redirect(to, 303) : outcome.response
  }
  const { policyId, intent } = entered
  if (intent === 'reject') {
    const rejected = decideRefundPolicy({ staff, fundId, policyId, decision: 'rejected' })
    const outcome = await orRefusal(rejected, form.values)
    return outcome.ok ? redirect(to, 303) : outcome.response
  }
  const confirmed = provedBy(
    { staff, action: 'refund_policy.confirmed', subject: 'fund', subjectId: fundId },
    { boundTo: boundTo.confirmRefundPolicy(policyId), sent: entered },
    (stepUpId) => decideRefundPolicy({ staff, fundId, policyId, decision: 'confirmed', stepUpId }),
  )
  const outcome = await orRefusal(confirmed, form.values)
  return outcome.ok ? redirectAfterStepUp(staff, to) : outcome.response
}

/** What a fund promises about refunds, and how much one person may give back alone. */
export default function FundRefunds() {
  const { t } = useWords()
  const { fundId, fundName, timezone, policies, reader, factors } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { inForce, proposed, earlier } = policies
  return (
    <div className="grid gap-8">
      <header className="grid gap-1">
        <Link to={paths.fundForecast(fundId)} className="inline-block py-1 text-s">
          {fundName}
        </Link>
        <h1 className="text-2xl">{t('refunds:policy.title')}</h1>
        <p className="measure text-quiet">{t('refunds:policy.lead')}</p>
      </header>
      <section aria-labelledby="in-force" className="grid gap-3">
        <h2 id="in-force" className="text-l">
          {t('refunds:policy.in_force')}
        </h2>
        {inForce ? (
          <PolicyFacts policy={inForce} timezone={timezone} />
        ) : (
          <p className="measure">{t('refunds:policy.none')}</p>
        )}
      </section>
      {proposed && <ProposedPolicy {...{ fundId, timezone, reader, factors, answer }} policy={proposed} />}
      {reader.mayManage && !proposed && <ProposePolicy fundId={fundId} inForce={inForce} answer={answer} />}
      {earlier.length > 0 && (
        <section aria-labelledby="earlier" className="grid gap-6">
          <h2 id="earlier" className="text-l">
            {t('refunds:policy.earlier')}
          </h2>
          {earlier.map((policy) => (
            <div key={policy.id} className="grid gap-1">
              <p>{t(`refunds:policy.decided.${policy.state}`, { name: policy.decidedBy ?? '' })}</p>
              <PolicyFacts policy={policy} timezone={timezone} />
            </div>
          ))}
        </section>
      )}
    </div>
  )
}
