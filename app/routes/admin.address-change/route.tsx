import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { Confirm } from '#app/components/confirm.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Field } from '#app/components/field.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { AddressChangeForm } from '#app/domain/address-change/address-change.ts'
import { addressPage } from '#app/domain/address-change/address-page.server.ts'
import { changeAddress } from '#app/domain/address-change/change-address.server.ts'
import { recordNotice } from '#app/domain/address-change/record-notice.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Venue } from './venue.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['papers'],
  title: (t) => t('papers:address.title'),
}

export const headers = noStore

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'bonds:read')
  const { address } = await organization()
  return {
    ...(await addressPage({ staff })),
    now: address,
    mayChange: fundsWhere(staff, 'funds:manage').length > 0,
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'bonds:follow')
  const form = parseForm(await readForm(request), AddressChangeForm)
  if (!form.ok) return invalid(form)
  const act: Promise<unknown> =
    form.value.intent === 'change'
      ? changeAddress({ staff, ...form.value })
      : recordNotice({ staff, ...form.value })
  const outcome = await orRefusal(act, form.values)
  return outcome.ok ? redirect(paths.addressChange(), 303) : outcome.response
}

export default function AddressChange() {
  const { t } = useWords()
  const { change, venues, left, now, mayChange } = useLoaderData<typeof loader>()
  const { day } = useFormats('UTC')
  const answer = useActionData<typeof action>()
  const changing = answer?.values.intent === 'change' ? answer : undefined
  const telling = answer?.values.intent === 'notice' ? answer : undefined
  return (
    <div className="grid gap-8">
      <div className="grid gap-3">
        <h1 className="text-2xl">{t('papers:address.title')}</h1>
        <p className="measure text-quiet">{t('papers:address.lead')}</p>
        <p>{t('papers:address.now', { address: now })}</p>
      </div>
      {change ? (
        <section aria-labelledby="tell" className="grid gap-6">
          <div>
            <h2 id="tell" className="text-xl">
              {t('papers:address.tell', { date: day(change.effectiveOn) })}
            </h2>
            <p>{t('papers:address.left', { count: left })}</p>
          </div>
          {venues.map((venue, index) => (
            <Venue
              key={venue.venue}
              id={`venue-${index}`}
              venue={venue}
              changeId={change.id}
              answer={isOf(telling, venue.bonds) ? telling : undefined}
            />
          ))}
        </section>
      ) : (
        <EmptyState title={t('papers:address.none.title')}>{t('papers:address.none')}</EmptyState>
      )}
      {mayChange &&
        (changing ? (
          <ChangeForm answer={changing} />
        ) : (
          <Confirm ask={t('papers:address.change')} tone="outline">
            <ChangeForm answer={undefined} />
          </Confirm>
        ))}
    </div>
  )
}

/** Each court has a form of its own; what came back belongs to the one whose bonds it names. */
const isOf = (
  answer: FormAnswer | undefined,
  bonds: { bondId: string | null; disbursementId: string }[],
): boolean => {
  const of = answer?.values.venueOf
  return bonds.some(({ bondId, disbursementId }) => (bondId ?? disbursementId) === of)
}

function ChangeForm({ answer }: { answer: FormAnswer | undefined }) {
  const { t } = useWords()
  const entries = useEntries(answer)
  return (
    <ActForm action={paths.addressChange()} refusal={entries.refusal} submit={t('papers:address.submit')}>
      <input type="hidden" name="intent" value="change" />
      <Field
        name="address"
        label={t('papers:address.new')}
        hint={t('papers:address.new.hint')}
        defaultValue={entries.value('address')}
        error={entries.error('address')}
        maxLength={300}
        required
      />
      <Field
        name="effectiveOn"
        type="date"
        label={t('papers:address.effective')}
        defaultValue={entries.value('effectiveOn')}
        error={entries.error('effectiveOn')}
        required
      />
    </ActForm>
  )
}
