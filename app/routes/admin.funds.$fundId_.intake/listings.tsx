import { Form } from '@remix-run/react'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import type { IntakePage } from '#app/domain/intake/intake-page.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = { page: IntakePage; maySet: boolean; answer: FormAnswer | undefined }
type Listed = { id: string; name: string; phone?: string }

/** Where else people can ask, and who refers them here. */
export function Listings({ page, maySet, answer }: Props) {
  return (
    <>
      <Listing kind="place" fundId={page.fundId} rows={page.places} mayAdd answer={answer} />
      <Listing kind="partner" fundId={page.fundId} rows={page.partners} mayAdd={maySet} answer={answer} />
    </>
  )
}

type ListingProps = {
  kind: 'place' | 'partner'
  fundId: string
  rows: Listed[]
  mayAdd: boolean
  answer: FormAnswer | undefined
}

function Listing({ kind, fundId, rows, mayAdd, answer }: ListingProps) {
  const { t } = useWords()
  const own = answer?.values.intent === kind || answer?.values.kind === kind ? answer : undefined
  const entries = useEntries(own)
  return (
    <section aria-labelledby={kind} className="grid gap-3">
      <h2 id={kind} className="text-xl">
        {t(`intake:${kind}.title`)}
      </h2>
      <p className="measure text-quiet">{t(`intake:${kind}.lead`)}</p>
      {rows.length === 0 && <p>{t(`intake:${kind}.none`)}</p>}
      <ul className="max-w-[36rem]">
        {rows.map((row) => (
          <li
            key={row.id}
            className="flex flex-wrap items-center justify-between gap-x-4 border-t border-hairline py-1.5"
          >
            <span>
              <bdi>{row.name}</bdi>
              {row.phone && (
                <bdi dir="ltr" className="figures ms-3 text-quiet">
                  {row.phone}
                </bdi>
              )}
            </span>
            {mayAdd && (
              <Form method="post" action={paths.fundIntake(fundId)}>
                <input type="hidden" name="intent" value="end" />
                <input type="hidden" name="kind" value={kind} />
                <input type="hidden" name="id" value={row.id} />
                <button
                  type="submit"
                  className="min-h-8 px-1 text-s text-primary underline underline-offset-4"
                >
                  {t('intake:listing.end')}
                  <span className="sr-only">: {row.name}</span>
                </button>
              </Form>
            )}
          </li>
        ))}
      </ul>
      {mayAdd && (
        <ActForm
          action={paths.fundIntake(fundId)}
          refusal={entries.refusal}
          submit={t('intake:listing.add')}
          tone="outline"
        >
          <input type="hidden" name="intent" value={kind} />
          <Field
            id={`${kind}-name`}
            name="name"
            label={t('intake:listing.name')}
            maxLength={120}
            autoComplete="off"
            defaultValue={entries.value('name')}
            error={entries.error('name')}
            required
          />
          {kind === 'place' && (
            <Field
              name="phone"
              id="place-phone"
              label={t('intake:listing.phone')}
              type="tel"
              dir="ltr"
              autoComplete="off"
              defaultValue={entries.value('phone')}
              error={entries.error('phone')}
              required
            />
          )}
        </ActForm>
      )}
    </section>
  )
}
