import { useWords } from '#app/components/words.ts'
import { paths } from '#app/http/paths.ts'
import { direction, type Language, nativeNames } from '#app/words/languages.ts'

type Mail = { language: Language; written: boolean; subject: string; text: string }

/** One language's mail, word for word; how it looks opens beside it. */
export function MailPreview({ updateId, mail }: { updateId: string; mail: Mail }) {
  const { t } = useWords()
  const { language, written, subject, text } = mail
  return (
    <details open={language === 'en'} className="border-t border-hairline pt-3">
      <summary className="min-h-8 cursor-pointer font-semibold">
        <bdi lang={language}>{nativeNames[language]}</bdi>
        {!written && <span className="ms-3 text-s text-quiet">{t('admin:updates.preview.english')}</span>}
      </summary>
      <div className="mt-2 grid max-w-[44rem] gap-3">
        <p>
          <a href={paths.updateMail(updateId, language)} className="inline-block py-1">
            {t('admin:updates.preview.see', { language: nativeNames[language] })}
          </a>
        </p>
        <p lang={language} dir={direction(language)} className="font-semibold">
          {subject}
        </p>
        <pre
          lang={language}
          dir={direction(language)}
          className="border-s-4 border-hairline ps-4 font-[inherit] wrap-anywhere whitespace-pre-wrap"
        >
          {text}
        </pre>
      </div>
    </details>
  )
}
