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
import { notClosed } from '#app/domain/funds/not-closed.server.ts'
import { BatchForm } from '#app/domain/offline-gifts/forms.ts'
import { keptIn } from '#app/domain/offline-gifts/offline-gift.ts'
import { openBatch } from '#app/domain/offline-gifts/open-batch.server.ts'
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
  words: ['offline'],
  title: (t) => t('offline:new.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'offline:enter')
  const fundIds = await notClosed(fundsWhere(staff, 'offline:enter'))
  const names = await namesOfFunds({ fundIds, language: context.language })
  return { funds: [...names].map(([id, name]) => ({ id, name })) }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'offline:enter')
  const form = parseForm(await readForm(request), BatchForm)
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(openBatch({ staff, batch: form.value }), form.values)
  return outcome.ok ? redirect(paths.offlineBatch(outcome.value.batchId)) : outcome.response
}

/** What was counted, before anything is entered. */
export default function NewOfflineBatch() {
  const { t } = useWords()
  const { funds } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const entries = useEntries(answer)
  const isTicked = (id: string) => (entries.isBack ? entries.all('fundIds').includes(id) : funds.length === 1)
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <Link to={paths.offlineBatches()} className="inline-block py-1 text-s">
          {t('offline:back')}
        </Link>
        <h1 className="text-2xl">{t('offline:new.title')}</h1>
        <p className="measure text-quiet">{t('offline:new.lead')}</p>
      </div>
      <ActForm action={paths.newOfflineBatch()} refusal={entries.refusal} submit={t('offline:new.submit')}>
        <div className="grid gap-4 sm:grid-cols-2">
          <ChoiceField
            name="keptIn"
            label={t('offline:fact.kept_in')}
            defaultValue={entries.value('keptIn', 'bank')}
            error={entries.error('keptIn')}
            choices={keptIn.map((value) => ({ value, label: t(`offline:kept_in.${value}`) }))}
          />
          <Field
            name="depositedOn"
            type="date"
            label={t('offline:fact.deposited_on')}
            defaultValue={entries.value('depositedOn')}
            error={entries.error('depositedOn')}
            required
          />
        </div>
        <Field
          name="reference"
          label={t('offline:fact.reference')}
          hint={t('offline:fact.reference.hint')}
          maxLength={60}
          autoComplete="off"
          defaultValue={entries.value('reference')}
          error={entries.error('reference')}
          required
        />
        <div className="grid gap-4 sm:grid-cols-2">
          <Field
            name="pieces"
            inputMode="numeric"
            label={t('offline:new.pieces')}
            maxLength={4}
            autoComplete="off"
            defaultValue={entries.value('pieces')}
            error={entries.error('pieces')}
            required
          />
          <MoneyInput
            name="total"
            label={t('offline:new.total')}
            defaultValue={entries.value('total')}
            error={entries.error('total')}
            required
          />
        </div>
        <fieldset className="grid gap-2">
          <legend className="font-semibold">{t('offline:new.funds')}</legend>
          <p className="text-s text-quiet">{t('offline:new.funds.hint')}</p>
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
