import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { OfflineGiftPage } from '#app/domain/offline-gifts/offline-gift-page.server.ts'
import { paths } from '#app/http/paths.ts'

type Props = { page: OfflineGiftPage; timezone: string; answer: FormAnswer | undefined }

/** Which paper this kind of gift gets, and how it reaches its giver: by mail, or printed by a person. */
export function GiftPaper({ page, timezone, answer }: Props) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const standing = page.isUndone ? 'void' : page.isLess ? 'less' : 'sent'
  const entries = useEntries(answer?.values.intent === 'printed' ? answer : undefined)
  return (
    <section aria-labelledby="paper" className="grid gap-3">
      <h2 id="paper" className="text-l">
        {t(`offline:paper.${page.paper}`)}
      </h2>
      <p className="measure text-quiet">{t(`offline:paper.${page.paper}.why`)}</p>
      <p>
        {t(`offline:paper.${standing}_by.${page.sentBy}`, {
          number: page.receiptNumber,
        })}
      </p>
      {page.printings.map(({ by, at }) => (
        <p key={at.toISOString()} className="text-s">
          {t('offline:paper.printed', { name: by, date: minute(at) })}
        </p>
      ))}
      {page.may.print && (
        <>
          <p>
            <a href={paths.offlinePaper(page.id)} className="inline-block py-1">
              {t(standing === 'sent' ? 'offline:paper.open' : `offline:paper.open_${standing}`)}
            </a>
          </p>
          <ActForm
            action={paths.offlineGift(page.id)}
            refusal={entries.refusal}
            submit={t('offline:paper.mark')}
            tone="outline"
          >
            <input type="hidden" name="intent" value="printed" />
          </ActForm>
        </>
      )}
    </section>
  )
}
