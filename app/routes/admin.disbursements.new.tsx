import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { CheckRules } from '#app/components/check-rules.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ProposalFields } from '#app/components/disbursements/proposal-fields.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Field } from '#app/components/field.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { RulePreview } from '#app/components/rule-preview.tsx'
import { useWords } from '#app/components/words.ts'
import { caseCodePattern } from '#app/domain/disbursements/case-code.ts'
import { kindOfPurpose, ProposalCheck, ProposalForm } from '#app/domain/disbursements/forms.ts'
import { proposeDisbursement } from '#app/domain/disbursements/propose-disbursement.server.ts'
import { fundOfCase } from '#app/domain/disbursements/reads/fund-of-case.server.ts'
import { proposalChoices } from '#app/domain/disbursements/reads/proposal-choices.server.ts'
import { previewFindings } from '#app/domain/jurisdictions/preview-findings.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { asking, asksForRules, checkedProposal } from '#app/http/checked-proposal.ts'
import { noStore } from '#app/http/no-store.ts'
import { type FormValues, parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['remittance', 'rules', 'vault'],
  title: (t) => t('admin:proposal.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:propose')
  const funds = await proposalChoices({ staff: { ...staff, language: context.language } })
  const { timezone } = await organization()
  const asked = new URL(request.url).searchParams.get('case') ?? ''
  const caseCode = caseCodePattern.test(asked) ? asked : ''
  const ofCase = caseCode === '' ? null : await fundOfCase({ staff, caseCode })
  const fundId = funds.find(({ id }) => id === ofCase)?.id ?? funds[0]?.id
  return { funds, timezone, caseCode, fundId }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:propose')

  const sent = await request.formData()
  const checks = asksForRules(sent)
  const form = parseForm(sent, ProposalForm)
  // A form that comes back says at once what the rules of the place would say.
  if (checks || !form.ok) return checked(staff, form.values, checks || form.ok ? {} : form.errors)

  const { principal, fees, ...proposal } = form.value
  const outcome = await orRefusal(
    proposeDisbursement({
      staff,
      proposal: {
        ...proposal,
        kind: kindOfPurpose(proposal.purposeCode),
        principalCeiling: principal,
        feesCeiling: fees,
      },
    }),
    form.values,
  )
  if (!outcome.ok) {
    const { data: answer, init } = outcome.response
    return data({ ...answer, preview: await previewOf(staff, form.values) }, init ?? undefined)
  }
  return redirect(paths.disbursement(outcome.value.disbursementId))
}

/** What was typed comes back, with the rules' findings where fund, purpose and sum can be read. Nothing is written. */
async function checked(staff: SignedInStaff, values: FormValues, wrong: Record<string, string>) {
  const read = ProposalCheck.safeParse(values)
  const unread = read.error?.issues.map(({ path, message }) => [String(path[0]), message]) ?? []
  const errors = Object.keys(wrong).length > 0 ? wrong : Object.fromEntries(unread)
  return checkedProposal({ values, errors, preview: await previewOf(staff, values) })
}

async function previewOf(staff: SignedInStaff, values: FormValues) {
  const read = ProposalCheck.safeParse(values)
  if (!read.success) return null
  const { fundId, purposeCode, principal, venue, caseCode = null } = read.data
  const kind = kindOfPurpose(purposeCode)
  return previewFindings({
    staff: asking(staff),
    ...{ funds: [fundId], kind, caseCode, venue, principalCents: principal },
  })
}

export default function NewDisbursement() {
  const { t } = useWords()
  const { funds, timezone, caseCode, fundId } = useLoaderData<typeof loader>()
  const { money } = useFormats(timezone)
  const answer = useActionData<typeof action>()
  const entries = useEntries(answer)
  const busy = useNavigation().state === 'submitting'
  const [chosen, choose] = useState(entries.value('fundId', fundId))
  const fund = funds.find(({ id }) => id === chosen)
  if (!fund)
    return <EmptyState title={t('admin:proposal.no_fund.title')}>{t('admin:proposal.no_fund')}</EmptyState>

  return (
    <div className="grid gap-5">
      <h1 className="text-2xl">{t('admin:proposal.title')}</h1>
      <p className="measure text-quiet">{t('admin:proposal.lead')}</p>
      {funds.length > 1 && (
        <Link to={paths.newSharedBond()} className="inline-block py-0.5">
          {t('remittance:shared.new.link')}
        </Link>
      )}
      <Form method="post" className="grid max-w-[40rem] gap-5" noValidate={entries.isBack}>
        {entries.refusal && (
          <Notice tone="refusal" title={t('admin:act.refused')}>
            {entries.refusal}
          </Notice>
        )}
        <ChoiceField
          name="fundId"
          label={t('admin:proposal.fund')}
          hint={t('admin:proposal.fund.free', { free: money(fund.freeCents) })}
          value={chosen}
          onChange={(event) => choose(event.target.value)}
          error={entries.error('fundId')}
          choices={funds.map(({ id, name }) => ({ value: id, label: name }))}
        />
        <Field
          name="caseCode"
          label={t('admin:proposal.case')}
          hint={t('admin:proposal.case.hint')}
          maxLength={9}
          dir="ltr"
          autoComplete="off"
          placeholder="XXXX-XXXX"
          defaultValue={entries.value('caseCode', caseCode)}
          error={entries.error('caseCode')}
        />
        <ProposalFields entries={entries} purposes={purposesOf(funds, fund.purposeCodes)} />
        {answer?.preview && <RulePreview preview={answer.preview} timezone={timezone} />}
        <div className="flex flex-wrap gap-3">
          <Button disabled={busy}>{t('admin:proposal.submit')}</Button>
          <CheckRules />
        </div>
      </Form>
    </div>
  )
}

/** The chosen fund's purposes first. Without scripts the others can be chosen too, and are refused in words. */
const purposesOf = (funds: { purposeCodes: string[] }[], first: string[]): string[] => [
  ...new Set([...first, ...funds.flatMap(({ purposeCodes }) => purposeCodes)]),
]
