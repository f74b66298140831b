import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { CheckRules } from '#app/components/check-rules.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type Entries, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Field, FieldError } from '#app/components/field.tsx'
import { FreeText } from '#app/components/free-text.tsx'
import { MoneyInput } from '#app/components/money-input.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { RulePreview } from '#app/components/rule-preview.tsx'
import { useWords } from '#app/components/words.ts'
import {
  type ProposalFund,
  proposalChoices,
} from '#app/domain/disbursements/reads/proposal-choices.server.ts'
import { SharedProposalCheck, SharedProposalForm } from '#app/domain/disbursements/shared-bonds/forms.ts'
import { proposeSharedBond } from '#app/domain/disbursements/shared-bonds/propose-shared-bond.server.ts'
import { type Preview, previewFindings } from '#app/domain/jurisdictions/preview-findings.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { asking, asksForRules, checkedProposal } from '#app/http/checked-proposal.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['remittance', 'rules', 'vault'],
  title: (t) => t('remittance:shared.new.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:propose')
  const { timezone } = await organization()
  return { funds: await proposalChoices({ staff: { ...staff, language: context.language } }), timezone }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:propose')
  const sent = await readForm(request)
  const checks = asksForRules(sent)
  const form = parseForm(sent, SharedProposalForm)
  const { preview, unread } = await previewOf(staff, sent)
  if (checks || !form.ok) {
    const errors = checks || form.ok ? unread : form.errors
    return checkedProposal({ values: form.values, errors, preview })
  }
  const outcome = await orRefusal(proposeSharedBond({ staff, proposal: form.value }), form.values)
  if (outcome.ok) return redirect(paths.sharedBond(outcome.value.sharedBondId))
  const { data: answer, init } = outcome.response
  return data({ ...answer, preview }, init ?? undefined)
}

/** What the rules would say of the whole bond in every fund that has a part, or what is missing to ask them. */
async function previewOf(
  staff: SignedInStaff,
  sent: FormData,
): Promise<{ preview: Preview | null; unread: Record<string, string> }> {
  const read = parseForm(sent, SharedProposalCheck)
  if (!read.ok) return { preview: null, unread: read.errors }
  const { kind, caseCode = null, parts, venue } = read.value
  const preview = await previewFindings({
    staff: asking(staff),
    ...{ funds: parts.map(({ fundId }) => fundId), kind, caseCode, venue },
    principalCents: parts.reduce((sum, { principalCeiling }) => sum + principalCeiling, 0n),
  })
  return { preview, unread: parts.length === 0 ? { parts: 'shared_bond_has_two_parts' } : {} }
}

const rowsAtLeast = 2
const rowsAtMost = 4

export default function NewSharedBond() {
  const { t } = useWords()
  const { funds, timezone } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const entries = useEntries(answer)
  if (funds.length < rowsAtLeast) {
    return (
      <EmptyState title={t('remittance:shared.new.none.title')}>{t('remittance:shared.new.none')}</EmptyState>
    )
  }
  return (
    <div className="grid gap-5">
      <div className="grid gap-2">
        <Link to={paths.newDisbursement()} className="inline-block py-1 text-s">
          {t('remittance:shared.new.back')}
        </Link>
        <h1 className="text-2xl">{t('remittance:shared.new.title')}</h1>
        <p className="measure text-quiet">{t('remittance:shared.new.lead')}</p>
      </div>
      <ActForm
        action={paths.newSharedBond()}
        refusal={entries.refusal}
        submit={t('remittance:shared.new.submit')}
        beside={<CheckRules />}
      >
        <ChoiceField
          name="kind"
          label={t('admin:proposal.purpose')}
          defaultValue={entries.value('kind')}
          error={entries.error('kind')}
          required
          choices={[
            { value: '', label: t('admin:choose') },
            ...(['court_bail', 'immigration_bond'] as const).map((value) => ({
              value,
              label: t(`admin:kind.${value}`),
            })),
          ]}
        />
        <Field
          name="caseCode"
          label={t('admin:proposal.case')}
          hint={t('admin:proposal.case.hint')}
          maxLength={9}
          dir="ltr"
          autoComplete="off"
          defaultValue={entries.value('caseCode')}
          error={entries.error('caseCode')}
        />
        <Parts funds={funds} entries={entries} />
        <Field
          name="payees[0]"
          id="payees-0"
          label={t('admin:proposal.payee', { number: 1 })}
          maxLength={120}
          defaultValue={entries.value('payees[0]')}
          error={entries.error('payees[0]') ?? entries.error('payee1')}
          required
        />
        <Field
          name="payees[1]"
          id="payees-1"
          label={t('admin:proposal.payee', { number: 2 })}
          maxLength={120}
          defaultValue={entries.value('payees[1]')}
          error={entries.error('payees[1]')}
        />
        <Field
          name="venue"
          label={t('admin:proposal.venue')}
          hint={t('admin:proposal.venue.hint')}
          maxLength={200}
          defaultValue={entries.value('venue')}
          error={entries.error('venue')}
          required
        />
        <FreeText
          name="evidenceNote"
          label={t('admin:proposal.note')}
          hint={t('admin:proposal.note.hint')}
          maxLength={2000}
          rows={3}
          defaultValue={entries.value('evidenceNote')}
          error={entries.error('evidenceNote')}
        />
        {answer?.preview && <RulePreview preview={answer.preview} timezone={timezone} />}
      </ActForm>
    </div>
  )
}

/** A fund and what it puts in, row by row, with what is free in each. */
function Parts({ funds, entries }: { funds: ProposalFund[]; entries: Entries }) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const rows = Array.from({ length: Math.min(rowsAtMost, funds.length) }, (_, index) => index)
  return (
    <fieldset className="grid gap-4">
      <legend className="font-semibold">{t('remittance:shared.parts')}</legend>
      <p className="text-s text-quiet">{t('remittance:shared.new.parts.hint')}</p>
      {rows.map((index) => (
        <div key={index} className="grid items-end gap-3 sm:grid-cols-[1fr_9rem_8rem]">
          <ChoiceField
            id={`part-${index}-fund`}
            name={`parts[${index}].fundId`}
            label={t('remittance:shared.new.fund', { number: index + 1 })}
            defaultValue={entries.value(`parts[${index}].fundId`)}
            error={entries.error(`parts[${index}].fundId`)}
            choices={[
              { value: '', label: t('admin:choose') },
              ...funds.map(({ id, name, freeCents }) => ({
                value: id,
                label: t('remittance:shared.new.free', { name, free: money(freeCents) }),
              })),
            ]}
          />
          <MoneyInput
            id={`part-${index}-principal`}
            name={`parts[${index}].principal`}
            label={t('admin:fact.principal')}
            defaultValue={entries.value(`parts[${index}].principal`)}
            error={entries.error(`parts[${index}].principal`)}
          />
          <MoneyInput
            id={`part-${index}-fees`}
            name={`parts[${index}].fees`}
            label={t('admin:fact.fees')}
            defaultValue={entries.value(`parts[${index}].fees`)}
            error={entries.error(`parts[${index}].fees`)}
          />
        </div>
      ))}
      <FieldError id="parts" error={entries.error('parts')} />
    </fieldset>
  )
}
