import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Form, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { useState } from 'react'
import { z } from 'zod'
import { Button, LinkButton } from '#app/components/button.tsx'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { ErrorSummary } from '#app/components/error-summary.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { composeUpdate } from '#app/domain/impact-updates/compose-update.server.ts'
import { composer } from '#app/domain/impact-updates/composer.server.ts'
import { UpdateForm, type UpdateLanguage, updateLanguages } from '#app/domain/impact-updates/update-form.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { nativeNames } from '#app/words/languages.ts'
import { CloseFigures } from './close-figures.tsx'
import { LanguageBlocks } from './language-blocks.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['vault'],
  title: (t) => t('admin:updates.compose.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'updates:compose')
  const from = z.uuid().safeParse(new URL(request.url).searchParams.get('from'))
  const { timezone } = await organization()
  const composing = await composer({
    fundIds: fundsWhere(staff, 'updates:compose'),
    language: context.language,
    fromUpdateId: from.success ? from.data : null,
  })
  return { ...composing, timezone }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'updates:compose')

  const form = parseForm(await request.formData(), UpdateForm)
  if (!form.ok) return invalid(form)

  const { closeId, texts } = form.value
  const outcome = await orRefusal(composeUpdate({ staffId: staff.id, closeId, texts }), form.values)
  if (!outcome.ok) return outcome.response

  return redirect(paths.update(outcome.value.updateId), 303)
}

export default function NewUpdate() {
  const { t } = useWords()
  const { closes, from, timezone } = useLoaderData<typeof loader>()
  const { day } = useFormats(timezone)
  const answer = useActionData<typeof action>()
  const entries = useEntries(answer)
  const busy = useNavigation().state === 'submitting'
  const [chosen, choose] = useState(entries.value('closeId', from?.closeId ?? closes[0]?.id))
  const close = closes.find(({ id }) => id === chosen) ?? closes[0]
  if (!close)
    return (
      <EmptyState
        title={t('admin:updates.compose.no_close.title')}
        next={<LinkButton to={paths.closes()}>{t('admin:closes.title')}</LinkButton>}
      >
        {t('admin:updates.compose.no_close')}
      </EmptyState>
    )

  const named = ({ language, block }: NonNullable<ReturnType<typeof partOf>>) => ({
    language: nativeNames[language],
    part: t(`admin:updates.block.${block}`),
  })
  const problems = Object.keys(answer?.errors ?? {}).map((name) => {
    const problem = entries.error(name) ?? ''
    const part = partOf(name)
    return {
      id: name,
      message: part ? t('admin:updates.compose.problem', { ...named(part), problem }) : problem,
    }
  })
  return (
    <div className="grid gap-5">
      <h1 className="text-2xl">{t('admin:updates.compose.title')}</h1>
      <p className="measure text-quiet">{t('admin:updates.compose.lead')}</p>
      <ErrorSummary title={t('admin:updates.compose.problems')} problems={problems} />
      {entries.refusal && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      <Form method="post" noValidate className="grid gap-8">
        <div className="grid max-w-[40rem] gap-5">
          <ChoiceField
            name="closeId"
            label={t('admin:updates.compose.close')}
            hint={t('admin:updates.compose.close.hint')}
            value={close.id}
            onChange={(event) => choose(event.target.value)}
            error={entries.error('closeId')}
            choices={closes.map(({ id, fundName, cutAt }) => ({
              value: id,
              label: t('admin:updates.compose.close.choice', { fund: fundName, date: day(cutAt) }),
            }))}
          />
        </div>
        <CloseFigures figures={close.figures} />
        {updateLanguages.map((language) => (
          <LanguageBlocks
            key={language}
            language={language}
            entries={entries}
            before={from?.texts[language]}
          />
        ))}
        <div>
          <Button disabled={busy}>{t('admin:updates.compose.submit')}</Button>
        </div>
      </Form>
    </div>
  )
}

/** Which language and which part an entry is. */
function partOf(name: string): { language: UpdateLanguage; block: string } | null {
  const [, code, block] = name.split('.')
  const language = updateLanguages.find((each) => each === code)
  return language && block ? { language, block } : null
}
