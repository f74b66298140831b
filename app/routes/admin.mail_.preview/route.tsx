import type { LoaderFunctionArgs } from '@remix-run/node'
import { Form, useLoaderData } from '@remix-run/react'
import { Button } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { messageExample } from '#app/domain/mail/message-example.ts'
import { noStore } from '#app/http/no-store.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { direction, nativeNames } from '#app/words/languages.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['donors'],
  title: (t) => t('donors:mail.preview.title'),
}

export const headers = noStore

/** Every message as its reader would see it, made of the example beside it in the code. Nothing is sent. */
export async function loader({ request }: LoaderFunctionArgs) {
  await requireStaff(request, 'mail:read')
  const asked = new URL(request.url).searchParams
  return messageExample({
    message: asked.get('message'),
    language: asked.get('language'),
    dark: asked.get('theme') === 'dark',
  })
}

export default function MailPreview() {
  const { t } = useWords()
  const { message, messages, language, languages, dark, subject, html, text } = useLoaderData<typeof loader>()
  const title = t(`donors:mail.message.${message}`)
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <p>
          <a href={paths.mail()} className="inline-block py-1">
            {t('donors:mail.preview.back')}
          </a>
        </p>
        <h1 className="text-2xl">{t('donors:mail.preview.title')}</h1>
        <p className="measure text-quiet">{t('donors:mail.preview.lead')}</p>
      </div>
      <Form method="get" className="flex flex-wrap items-end gap-4">
        <ChoiceField
          name="message"
          label={t('donors:mail.preview.message')}
          defaultValue={message}
          choices={messages.map((value) => ({ value, label: t(`donors:mail.message.${value}`) }))}
        />
        <ChoiceField
          name="language"
          label={t('donors:mail.preview.language')}
          defaultValue={language}
          choices={languages.map((value) => ({ value, label: nativeNames[value] }))}
        />
        <ChoiceField
          name="theme"
          label={t('donors:mail.preview.theme')}
          defaultValue={dark ? 'dark' : 'light'}
          choices={(['light', 'dark'] as const).map((value) => ({
            value,
            label: t(`donors:mail.preview.${value}`),
          }))}
        />
        <Button tone="outline">{t('donors:mail.preview.show')}</Button>
      </Form>
      <p className="border-t border-hairline pt-5">
        <span className="block text-s text-quiet">{t('donors:mail.preview.subject')}</span>
        <bdi lang={language} className="text-l font-semibold">
          {subject}
        </bdi>
      </p>
      <div className="grid gap-8 lg:grid-cols-2">
        <section aria-labelledby="as-html" className="grid content-start gap-2">
          <h2 id="as-html" className="text-l">
            {t('donors:mail.preview.html')}
          </h2>
          <iframe
            key={`${message}-${language}-${dark}`}
            title={t('donors:mail.preview.frame', { message: title })}
            srcDoc={html}
            sandbox=""
            className="h-[46rem] w-full border border-hairline"
          />
        </section>
        <section aria-labelledby="as-text" className="grid content-start gap-2">
          <h2 id="as-text" className="text-l">
            {t('donors:mail.preview.text')}
          </h2>
          <pre
            lang={language}
            dir={direction(language)}
            className="border-s-4 border-hairline ps-4 font-[inherit] wrap-anywhere whitespace-pre-wrap"
          >
            {text}
          </pre>
        </section>
      </div>
    </div>
  )
}
