import { type ActionFunctionArgs, data, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import { LinkButton } from '#app/components/button.tsx'
import { EmailSetting } from '#app/components/donor/email-setting.tsx'
import { OwnWords } from '#app/components/donor/own-words.tsx'
import {
  LanguageSetting,
  NameSetting,
  PublicNameSetting,
  TopicsSetting,
} from '#app/components/donor/settings.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { askEmailChange } from '#app/domain/donor-area/settings/ask-email-change.server.ts'
import { type Change, changeSettings } from '#app/domain/donor-area/settings/change-settings.server.ts'
import { ownSettings } from '#app/domain/donor-area/settings/own-settings.server.ts'
import {
  EmailForm,
  LanguageForm,
  NameForm,
  PublicNameForm,
  TopicsForm,
  WordsForm,
} from '#app/domain/donor-area/settings/settings.ts'
import { ownComments } from '#app/domain/gift-comments/own-comments.server.ts'
import { withdrawComment } from '#app/domain/gift-comments/withdraw-comment.server.ts'
import { languageCookie } from '#app/http/language-cookie.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireDonor } from '#app/http/require-donor.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { title: (t) => t('donor:nav.settings') }
export const headers = noStore

export async function loader({ request, context }: LoaderFunctionArgs) {
  const donor = await requireDonor(request)
  return {
    settings: await ownSettings({ donorId: donor.id }),
    comments: await ownComments({ donorId: donor.id, language: context.language }),
    dataLater: new URL(request.url).searchParams.get('data') === 'later',
  }
}

const forms = { name: NameForm, public: PublicNameForm, language: LanguageForm, topics: TopicsForm }

export async function action({ request, context }: ActionFunctionArgs) {
  const donor = await requireDonor(request)
  const formData = await readForm(request)
  const intent = String(formData.get('intent'))

  if (intent === 'email') {
    const form = parseForm(formData, EmailForm)
    if (!form.ok) return invalid(form)
    const ask = { donorId: donor.id, email: form.value.email, language: context.language }
    const outcome = await orRefusal(askEmailChange(ask), form.values)
    return outcome.ok ? data({ asked: form.value.email }) : outcome.response
  }

  if (intent === 'words') {
    const form = parseForm(formData, WordsForm)
    if (!form.ok) return invalid(form)
    const words = { donorId: donor.id, intentId: form.value.intentId }
    const outcome = await orRefusal(withdrawComment(words), form.values)
    return outcome.ok ? data({ saved: intent }) : outcome.response
  }

  const form = parseForm(formData, intent in forms ? forms[intent as keyof typeof forms] : NameForm)
  if (!form.ok) return invalid(form)
  const change: Change = form.value
  const outcome = await orRefusal(changeSettings({ donorId: donor.id, change }), form.values)
  if (!outcome.ok) return outcome.response
  if (change.intent !== 'language') return data({ saved: change.intent })
  return redirect(paths.donorSettings(), {
    status: 303,
    headers: { 'Set-Cookie': languageCookie(change.language) },
  })
}

export default function Settings() {
  const { t } = useWords()
  const { settings, comments, dataLater } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const saved = answer && 'saved' in answer ? answer.saved : null
  return (
    <>
      <h1 className="text-3xl">{t('donor:nav.settings')}</h1>
      {saved && (
        <p role="status" className="mt-4 border-s-4 border-primary ps-4">
          {t('donor:settings.saved')}
        </p>
      )}
      <div className="mt-6 grid max-w-[38rem] gap-10 [&>*+*]:border-t [&>*+*]:border-hairline [&>*+*]:pt-8">
        <NameSetting settings={settings} answer={answer} />
        <PublicNameSetting settings={settings} answer={answer} />
        <LanguageSetting settings={settings} answer={answer} />
        <TopicsSetting settings={settings} answer={answer} />
        <EmailSetting settings={settings} answer={answer} />
        <OwnWords comments={comments} answer={answer} />
        <section aria-labelledby="devices">
          <h2 id="devices" className="text-xl">
            {t('donor:settings.devices')}
          </h2>
          <p className="mt-1">{t('donor:settings.devices.lead', { count: settings.devices.length })}</p>
          <form method="post" action={paths.donorSignOut()} className="mt-3">
            <button
              type="submit"
              name="where"
              value="everywhere"
              className="press border-primary! text-primary hover:bg-primary-soft"
            >
              {t('donor:settings.devices.sign_out')}
            </button>
          </form>
        </section>
        <section aria-labelledby="data">
          <h2 id="data" className="text-xl">
            {t('donor:settings.data')}
          </h2>
          <p className="measure mt-1">{t('donor:settings.data.lead')}</p>
          {dataLater && (
            <Notice tone="refusal" title={t('donor:settings.data.later.title')} className="mt-3">
              {t('donor:settings.data.later')}
            </Notice>
          )}
          <p className="mt-3 flex flex-wrap gap-3">
            <LinkButton to={paths.donorData('json')} tone="outline" reloadDocument>
              {t('donor:settings.data.json')}
            </LinkButton>
            <LinkButton to={paths.donorData('csv')} tone="outline" reloadDocument>
              {t('donor:settings.data.csv')}
            </LinkButton>
          </p>
        </section>
        <section aria-labelledby="erase">
          <h2 id="erase" className="text-xl">
            {t('donor:settings.erase')}
          </h2>
          <p className="measure mt-1">{t('donor:settings.erase.lead')}</p>
          <LinkButton to={paths.donorErasure()} tone="refuse" className="mt-3">
            {t('donor:settings.erase.next')}
          </LinkButton>
        </section>
      </div>
    </>
  )
}
