import { Form } from '@remix-run/react'
import type { ListedDocument } from '#app/domain/documents/list-documents.server.ts'
import type { TrueReason } from '#app/domain/vault/reasons.ts'
import { paths } from '#app/http/paths.ts'
import { Button } from '../button.tsx'
import { Confirm } from '../confirm.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { Notice } from '../notice.tsx'
import { NoReason, ReasonField } from '../reason-field.tsx'
import { useWords } from '../words.ts'

type Props = {
  personId: string
  documents: ListedDocument[]
  mayOpen: boolean
  /** Why they may open one today. */
  reasons: TrueReason[]
  timezone: string
  /** What a document stands beside, in words, by its id: where there is something to say. */
  beside?: Record<string, string>
}

/** Every original, by number and kind. To have one, someone says why. */
export function DocumentList({ personId, documents, mayOpen, reasons, timezone, beside = {} }: Props) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  if (documents.length === 0) return <p className="text-quiet">{t('papers:documents.none')}</p>
  return (
    <section aria-label={t('papers:documents.title')} className="grid gap-4">
      {!mayOpen && <Notice>{t('papers:documents.not_you')}</Notice>}
      {mayOpen && reasons.length === 0 && <NoReason />}
      <ul>
        {documents.map(({ id, number, kind, mediaType, byteSize, by, at }) => (
          <li key={id} className="grid gap-3 border-b border-hairline py-3">
            <div>
              <p className="font-semibold">
                {t('papers:documents.one', { number, kind: t(`papers:kind.${kind}`) })}
              </p>
              {beside[id] && <p>{beside[id]}</p>}
              <p className="text-s text-quiet">
                {t(`papers:media.${mediaType.split('/')[1]}`)} ·{' '}
                {t('papers:documents.size', { kb: Math.max(1, Math.round(byteSize / 1024)) })} ·{' '}
                {t('admin:by_at', { name: by, date: minute(at) })}
              </p>
            </div>
            {mayOpen && reasons.length > 0 && (
              <Confirm ask={t('papers:documents.open', { number })} tone="outline">
                <Form
                  method="post"
                  action={paths.documentFile(personId, id)}
                  reloadDocument
                  className="grid max-w-[24rem] gap-3"
                >
                  <ReasonField id={`reason-${number}`} reasons={reasons} />
                  <div>
                    <Button tone="outline">{t('papers:documents.download')}</Button>
                  </div>
                </Form>
              </Confirm>
            )}
          </li>
        ))}
      </ul>
    </section>
  )
}
