import { Form } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useWords } from '#app/components/words.ts'
import type { ListedDocument } from '#app/domain/documents/list-documents.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = {
  personId: string
  /** Null until they were asked for: that, too, is kept. */
  documents: ListedDocument[] | null
  answer: FormAnswer | undefined
}

/** The originals of the record, within the hour. Each that is taken is kept under the opening. */
export function Documents({ personId, documents, answer }: Props) {
  const { t } = useWords()
  const { refusal } = useEntries(answer)
  return (
    <section aria-labelledby="documents" className="grid gap-3">
      <h2 id="documents" className="text-xl">
        {t('papers:documents.title')}
      </h2>
      <p className="measure text-quiet">{t('doors:emergency.documents_hint')}</p>
      {!documents && (
        <ActForm
          action={paths.emergency(personId)}
          refusal={refusal}
          submit={t('doors:emergency.documents')}
          tone="outline"
        >
          <input type="hidden" name="intent" value="documents" />
        </ActForm>
      )}
      {documents?.length === 0 && <p>{t('papers:documents.none')}</p>}
      {documents && documents.length > 0 && (
        <ul>
          {documents.map(({ id, number, kind, byteSize }) => (
            <li key={id} className="grid gap-2 border-b border-hairline py-3">
              <p className="font-semibold">
                {t('papers:documents.one', { number, kind: t(`papers:kind.${kind}`) })}
              </p>
              <p className="text-s text-quiet">
                {t('papers:documents.size', { kb: Math.max(1, Math.round(byteSize / 1024)) })}
              </p>
              <Form method="post" action={paths.emergencyDocument(personId, id)} reloadDocument>
                <Button tone="outline">{t('papers:documents.open', { number })}</Button>
              </Form>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
