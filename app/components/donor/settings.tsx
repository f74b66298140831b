import { Form } from '@remix-run/react'
import type { ReactNode } from 'react'
import { Button } from '#app/components/button.tsx'
import { CheckField } from '#app/components/check-field.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { Field } from '#app/components/field.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { Notice } from '#app/components/notice.tsx'
import { useWords } from '#app/components/words.ts'
import type { OwnSettings } from '#app/domain/donor-area/settings/own-settings.server.ts'
import { type MailTopic, mailTopics, offeredTopics } from '#app/domain/mail/mail-topics.ts'
import { languages, nativeNames } from '#app/words/languages.ts'

export type SettingProps = { settings: OwnSettings; answer: unknown }

/** What a receipt is made out to, from now on. */
export function NameSetting({ settings, answer }: SettingProps) {
  const { t } = useWords()
  const form = useFormAnswer(answer, 'name')
  return (
    <Setting intent="name" refusal={form.refusal}>
      <Field
        id="receipt-name"
        name="name"
        label={t('donor:settings.name')}
        hint={t('donor:settings.name.hint')}
        autoComplete="name"
        required
        defaultValue={form.valueOf('name') ?? settings.name}
        error={form.errorOf('name')}
      />
    </Setting>
  )
}

/** What others may read. Hiding it changes no receipt. */
export function PublicNameSetting({ settings, answer }: SettingProps) {
  const { t } = useWords()
  const form = useFormAnswer(answer, 'public')
  return (
    <Setting intent="public" refusal={form.refusal}>
      <Field
        id="public-name"
        name="publicName"
        label={t('donor:settings.public')}
        hint={t('donor:settings.public.hint')}
        autoComplete="nickname"
        defaultValue={form.valueOf('publicName') ?? settings.publicName ?? ''}
        error={form.errorOf('publicName')}
      />
      <CheckField
        name="incognito"
        label={t('donor:settings.incognito')}
        hint={t('donor:settings.incognito.hint')}
        defaultChecked={settings.incognito}
      />
    </Setting>
  )
}

export function LanguageSetting({ settings, answer }: SettingProps) {
  const { t } = useWords()
  const form = useFormAnswer(answer, 'language')
  return (
    <Setting intent="language" refusal={form.refusal}>
      <ChoiceField
        id="mail-language"
        name="language"
        label={t('donor:settings.language')}
        hint={t('donor:settings.language.hint')}
        choices={languages.map((value) => ({ value, label: nativeNames[value] }))}
        defaultValue={settings.language}
        error={form.errorOf('language')}
      />
    </Setting>
  )
}

/** What is offered; and what somebody asked for while it was, so that saving the form does not end it unsaid. */
const topicsFor = (open: readonly string[]): MailTopic[] =>
  mailTopics.filter((topic) => offeredTopics.some((offered) => offered === topic) || open.includes(topic))

export function TopicsSetting({ settings, answer }: SettingProps) {
  const { t } = useWords()
  const form = useFormAnswer(answer, 'topics')
  return (
    <Setting intent="topics" refusal={form.refusal ?? form.errorOf('topics')}>
      <fieldset className="grid gap-4">
        <legend className="font-semibold">{t('donor:settings.topics')}</legend>
        <p className="text-s text-quiet">{t('donor:settings.topics.hint')}</p>
        {topicsFor(settings.topics).map((topic) => (
          <CheckField
            key={topic}
            id={`topic-${topic}`}
            name="topics"
            value={topic}
            label={t(`donor:settings.topic.${topic}`)}
            hint={t(`donor:settings.topic.${topic}.hint`)}
            defaultChecked={settings.topics.includes(topic)}
          />
        ))}
      </fieldset>
    </Setting>
  )
}

type FrameProps = { intent: string; refusal: string | undefined; children: ReactNode }

/** Another language comes with other catalogs, so that page is fetched whole. */
function Setting({ intent, refusal, children }: FrameProps) {
  const { t } = useWords()
  return (
    <Form method="post" className="grid gap-4" reloadDocument={intent === 'language'}>
      <input type="hidden" name="intent" value={intent} />
      {refusal && <Notice tone="refusal">{refusal}</Notice>}
      {children}
      <Button tone="outline" className="justify-self-start" aria-label={t(`donor:settings.save.${intent}`)}>
        {t('donor:settings.save')}
      </Button>
    </Form>
  )
}
