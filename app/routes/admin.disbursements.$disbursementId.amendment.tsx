import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useDisbursementFrame } from '#app/components/disbursements/disbursement-frame.ts'
import { ProposalFields } from '#app/components/disbursements/proposal-fields.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { amendDisbursement } from '#app/domain/disbursements/amend-disbursement.server.ts'
import { AmendmentForm, kindOfPurpose } from '#app/domain/disbursements/forms.ts'
import { proposalChoices } from '#app/domain/disbursements/reads/proposal-choices.server.ts'
import { disbursementOf } from '#app/http/disbursement-of.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['vault'] }

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:propose')
  return { funds: await proposalChoices({ staff: { ...staff, language: context.language } }) }
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'disbursements:propose')
  const { disbursementId, page } = await disbursementOf(args, staff)

  const form = parseForm(await args.request.formData(), AmendmentForm)
  if (!form.ok) return invalid(form)

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
  if (!outcome.ok) return outcome.response

  return redirect(paths.disbursement(disbursementId))
}

export default function Amendment() {
  const { t } = useWords()
  const { page } = useDisbursementFrame()
  const { funds } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  const purposes = funds.find(({ id }) => id === page.fundId)?.purposeCodes ?? [page.purposeCode]
  return (
    <>
      <h2 className="text-l">{t('admin:amendment.title')}</h2>
      <ActForm
        action={paths.amendment(page.id)}
        refusal={entries.refusal}
        submit={t('admin:amendment.submit')}
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
      </ActForm>
    </>
  )
}

/** As the money field reads them back: `2500.00`. */
const plainDollars = (cents: bigint): string => `${cents / 100n}.${String(cents % 100n).padStart(2, '0')}`
