import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { CheckRules } from '#app/components/check-rules.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useDisbursementFrame } from '#app/components/disbursements/disbursement-frame.ts'
import { ProposalFields } from '#app/components/disbursements/proposal-fields.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { RulePreview } from '#app/components/rule-preview.tsx'
import { useWords } from '#app/components/words.ts'
import { amendDisbursement } from '#app/domain/disbursements/amend-disbursement.server.ts'
import { AmendmentCheck, AmendmentForm, kindOfPurpose } from '#app/domain/disbursements/forms.ts'
import type { DisbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { proposalChoices } from '#app/domain/disbursements/reads/proposal-choices.server.ts'
import { previewFindings } from '#app/domain/jurisdictions/preview-findings.server.ts'
import { asking, asksForRules, checkedProposal } from '#app/http/checked-proposal.ts'
import { disbursementOf } from '#app/http/disbursement-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { type FormValues, parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['rules', 'vault'] }

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:propose')
  return { funds: await proposalChoices({ staff: { ...staff, language: context.language } }) }
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'disbursements:propose')
  const { disbursementId, page } = await disbursementOf(args, staff)

  const sent = await args.request.formData()
  const checks = asksForRules(sent)
  const form = parseForm(sent, AmendmentForm)
  if (checks || !form.ok) {
    const read = AmendmentCheck.safeParse(form.values)
    const unread = read.error?.issues.map(({ path, message }) => [String(path[0]), message]) ?? []
    const errors = checks || form.ok ? Object.fromEntries(unread) : form.errors
    return checkedProposal({
      values: form.values,
      errors,
      preview: await previewOf(staff, page, form.values),
    })
  }

  const { principal, fees, revision, ...proposal } = form.value
  const outcome = await orRefusal(
    amendDisbursement({
      staff,
      disbursementId,
      revision,
      proposal: {
        ...proposal,
        kind: kindOfPurpose(proposal.purposeCode),
        caseCode: page.caseCode,
        principalCeiling: principal,
        feesCeiling: fees,
      },
    }),
    form.values,
  )
  if (!outcome.ok) {
    const { data: answer, init } = outcome.response
    return data({ ...answer, preview: await previewOf(staff, page, form.values) }, init ?? undefined)
  }
  return redirect(paths.disbursement(disbursementId))
}

async function previewOf(staff: SignedInStaff, page: DisbursementPage, values: FormValues) {
  const read = AmendmentCheck.safeParse(values)
  if (!read.success) return null
  const { id, contentHash, fundId, caseCode } = page
  return previewFindings({
    staff: asking(staff),
    ...{ funds: [fundId], caseCode, disbursement: { id, contentHash } },
    kind: kindOfPurpose(read.data.purposeCode),
    principalCents: read.data.principal,
    venue: read.data.venue,
  })
}

export default function Amendment() {
  const { t } = useWords()
  const { page, timezone } = useDisbursementFrame()
  const { funds } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const entries = useEntries(answer)
  const purposes = funds.find(({ id }) => id === page.fundId)?.purposeCodes ?? [page.purposeCode]
  return (
    <>
      <h2 className="text-l">{t('admin:amendment.title')}</h2>
      <ActForm
        action={paths.amendment(page.id)}
        refusal={entries.refusal}
        submit={t('admin:amendment.submit')}
        beside={<CheckRules />}
      >
        <p className="measure text-s text-quiet">{t('admin:amendment.lead')}</p>
        <input type="hidden" name="revision" value={page.revision} />
        <ProposalFields
          entries={entries}
          purposes={purposes}
          proposed={{
            purposeCode: page.purposeCode,
            principal: plainDollars(page.principalCeiling),
            fees: page.feesCeiling === 0n ? '' : plainDollars(page.feesCeiling),
            payees: page.payees,
            venue: page.venue,
            evidenceNote: page.evidenceNote,
          }}
        />
        {answer?.preview && <RulePreview preview={answer.preview} timezone={timezone} />}
      </ActForm>
    </>
  )
}

/** As the money field reads them back: `2500.00`. */
const plainDollars = (cents: bigint): string => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
