import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { CheckField } from '#app/components/check-field.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field, FieldError } from '#app/components/field.tsx'
import { MoneyInput } from '#app/components/money-input.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { RemittanceForm } from '#app/domain/remittances/forms.ts'
import { openRemittance } from '#app/domain/remittances/open-remittance.server.ts'
import { payers } from '#app/domain/remittances/remittance.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['remittance'],
  title: (t) => t('remittance:new.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'remittances:enter')
  const fundIds = fundsWhere(staff, 'remittances:enter')
  const names = await namesOfFunds({ fundIds, language: context.language })
  return { funds: [...names].map(([id, name]) => ({ id, name })) }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'remittances:enter')
  const form = parseForm(await readForm(request), RemittanceForm)
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(openRemittance({ staff, remittance: form.value }), form.values)
  return outcome.ok ? redirect(paths.remittance(outcome.value.remittanceId)) : outcome.response
}

export default function NewRemittance() {
  const { t } = useWords()
  const { funds } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const entries = useEntries(answer)
  const sent = answer?.values.fundIds
  const isTicked = (id: string) => (sent === undefined ? !entries.isBack : [sent].flat().includes(id))
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <Link to={paths.remittances()} className="inline-block py-1 text-s">
          {t('remittance:back')}
        </Link>
        <h1 className="text-2xl">{t('remittance:new.title')}</h1>
        <p className="measure text-quiet">{t('remittance:new.lead')}</p>
      </div>
      <ActForm action={paths.newRemittance()} refusal={entries.refusal} submit={t('remittance:new.submit')}>
        <ChoiceField
          name="payer"
          label={t('remittance:fact.payer')}
          defaultValue={entries.value('payer')}
          error={entries.error('payer')}
          required
          choices={[
            { value: '', label: t('admin:choose') },
            ...payers.map((value) => ({ value, label: t(`remittance:payer.${value}`) })),
          ]}
        />
        <Field
          name="payerName"
          label={t('remittance:fact.payer_name')}
          hint={t('remittance:fact.payer_name.hint')}
          maxLength={120}
          defaultValue={entries.value('payerName')}
          error={entries.error('payerName')}
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            name="reference"
            label={t('remittance:fact.reference')}
            maxLength={60}
            defaultValue={entries.value('reference')}
            error={entries.error('reference')}
            required
          />
          <MoneyInput
            name="total"
            label={t('remittance:fact.total')}
            defaultValue={entries.value('total')}
            error={entries.error('total')}
            required
          />
        </div>
        <Field
          name="receivedOn"
          type="date"
          label={t('remittance:fact.received_on')}
          defaultValue={entries.value('receivedOn')}
          error={entries.error('receivedOn')}
          required
        />
        <fieldset className="grid gap-2">
          <legend className="font-semibold">{t('remittance:new.funds')}</legend>
          <p className="text-s text-quiet">{t('remittance:new.funds.hint')}</p>
          {funds.map(({ id, name }) => (
            <CheckField
              key={id}
              id={`fund-${id}`}
              name="fundIds"
              value={id}
              label={name}
              defaultChecked={isTicked(id)}
            />
          ))}
          <FieldError id="fundIds" error={entries.error('fundIds')} />
        </fieldset>
      </ActForm>
    </div>
  )
}
