import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useState } from 'react'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { EnvelopeFields } from '#app/components/envelopes/envelope-fields.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { envelopeForm } from '#app/domain/envelopes/forms.ts'
import { proposeEnvelope } from '#app/domain/envelopes/propose-envelope.server.ts'
import { envelopeChoices } from '#app/domain/envelopes/reads/envelope-choices.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['envelope'],
  title: (t) => t('envelope:new.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:propose')
  const { timezone } = await organization()
  return { funds: await envelopeChoices({ staff: { ...staff, language: context.language } }), timezone }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:propose')

  const { timezone } = await organization()
  const form = parseForm(await request.formData(), envelopeForm(timezone))
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(proposeEnvelope({ staff, envelope: form.value }), form.values)
  return outcome.ok ? redirect(paths.envelope(outcome.value.envelopeId)) : outcome.response
}

export default function NewEnvelope() {
  const { t } = useWords()
  const { funds, timezone } = useLoaderData<typeof loader>()
  const { money } = useFormats(timezone)
  const answer = useActionData<typeof action>()
  const entries = useEntries(answer)
  const busy = useNavigation().state === 'submitting'
  const [chosen, choose] = useState(entries.value('fundId', funds[0]?.id))
  const fund = funds.find(({ id }) => id === chosen)
  if (!fund)
    return <EmptyState title={t('envelope:new.no_fund.title')}>{t('envelope:new.no_fund')}</EmptyState>

  return (
    <div className="grid gap-5">
      <h1 className="text-2xl">{t('envelope:new.title')}</h1>
      <p className="measure text-quiet">{t('envelope:new.lead')}</p>
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
        <EnvelopeFields fund={fund} entries={entries} values={answer?.values} />
        <div>
          <Button disabled={busy}>{t('envelope:new.submit')}</Button>
        </div>
      </Form>
    </div>
  )
}
