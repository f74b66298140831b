import type { ActionFunctionArgs, LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { JournalForm } from '#app/domain/journal/forms.ts'
import { journalFormats } from '#app/domain/journal/journal-text.ts'
import { journalFunds, makeJournalExport } from '#app/domain/journal/make-export.server.ts'
import { openedJournal } from '#app/domain/journal/opened-export.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere, type SignedInStaff } from '#app/domain/staff/staff.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['reconciliation'],
  title: (t) => t('reconciliation:page.journal'),
}

export const headers = noStore

const fundsOf = (staff: SignedInStaff) =>
  journalFunds({
    ...{ staffId: staff.id, fundIds: fundsWhere(staff, 'journal:read'), action: 'journal:read' },
  })

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'journal:read')
  const made = z.uuid().safeParse(new URL(request.url).searchParams.get('made')).data
  const ready = made ? await openedJournal({ exportId: made, staff }) : null
  const names = await namesOfFunds({ fundIds: await fundsOf(staff), language: context.language })
  return {
    funds: [...names].map(([id, name]) => ({ id, name })),
    ready: ready && { id: ready.id, transfers: Number(ready.transfers) },
    factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'journal:read')
  const form = parseForm(await readForm(request), JournalForm)
  if (!form.ok) return invalid(form)
  const { format, fromDay, throughDay } = form.value
  const wanted = { format, fromDay, throughDay }
  const outcome = await orRefusal(
    provedBy(
      { staff, action: 'journal.exported', subject: 'journal', subjectId: '' },
      { boundTo: boundTo.exportJournal(wanted), sent: form.value },
      async (stepUpId) => makeJournalExport({ staff, ...wanted, stepUpId, fundIds: await fundsOf(staff) }),
    ),
    form.values,
  )
  if (!outcome.ok) return outcome.response
  return redirectAfterStepUp(staff, `${paths.journal()}?made=${outcome.value.exportId}`)
}

/** The journal for accountants, under the names and numbers by which they call our accounts. */
export default function Journal() {
  const { t } = useWords()
  const { funds, ready, factors } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  return (
    <div className="grid gap-8">
      <header className="grid gap-2">
        <Link to={paths.reconciliation()} className="inline-block py-1 text-s">
          {t('reconciliation:title')}
        </Link>
        <h1 className="text-2xl">{t('reconciliation:page.journal')}</h1>
        <p className="measure text-quiet">{t('reconciliation:journal.lead')}</p>
      </header>
      {ready && (
        <Notice title={t('reconciliation:journal.ready', { count: ready.transfers })}>
          <a href={paths.journalFile(ready.id)} download className="inline-block py-1">
            {t('reconciliation:journal.download')}
          </a>
        </Notice>
      )}
      <ActForm
        action={`${paths.journal()}?index`}
        refusal={entries.refusal}
        submit={t('reconciliation:journal.submit')}
      >
        <Field
          name="fromDay"
          type="date"
          label={t('reconciliation:journal.from')}
          defaultValue={entries.value('fromDay')}
          error={entries.error('fromDay')}
          required
        />
        <Field
          name="throughDay"
          type="date"
          label={t('reconciliation:journal.through')}
          defaultValue={entries.value('throughDay')}
          error={entries.error('throughDay')}
          required
        />
        <ChoiceField
          name="format"
          label={t('reconciliation:journal.format')}
          hint={t('reconciliation:journal.format_hint')}
          defaultValue={entries.value('format', 'csv')}
          error={entries.error('format')}
          choices={journalFormats.map((value) => ({
            value,
            label: t(`reconciliation:journal.format.${value}`),
          }))}
        />
        <StepUpFields
          boundTo={(form) =>
            boundTo.exportJournal({
              format: String(form.get('format') ?? ''),
              fromDay: String(form.get('fromDay') ?? ''),
              throughDay: String(form.get('throughDay') ?? ''),
            })
          }
          {...factors}
          error={entries.error('code')}
        />
      </ActForm>
      <section aria-labelledby="charts" className="grid gap-2">
        <h2 id="charts" className="text-l">
          {t('reconciliation:charts.title')}
        </h2>
        <p className="measure text-s text-quiet">{t('reconciliation:charts.lead')}</p>
        <ul>
          {funds.map(({ id, name }) => (
            <li key={id}>
              <Link to={paths.chart(id)} className="inline-block py-2">
                {name}
              </Link>
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
