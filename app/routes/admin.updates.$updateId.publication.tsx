import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData, useNavigation } from '@remix-run/react'
import { z } from 'zod'
import { Button } from '#app/components/button.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { audienceOf } from '#app/domain/impact-updates/audience.server.ts'
import { publishUpdate } from '#app/domain/impact-updates/publish-update.server.ts'
import { updatePage } from '#app/domain/impact-updates/update-page.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { type Language, nativeNames } from '#app/words/languages.ts'

export const handle: PageHandle = { hydrate: true, title: (t) => t('admin:updates.publish') }

export const headers = noStore

const Params = z.object({ updateId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'updates:publish')
  const { updateId } = parseParams(params, Params)
  const fundIds = fundsWhere(staff, 'updates:publish')
  const page = await updatePage({ updateId, fundIds, language: context.language })
  if (!page) throw new Response(null, { status: 404 })
  if (page.publication) throw redirect(paths.update(updateId))

  const titles = page.mails.flatMap(({ language, written, title }) => (written ? [{ language, title }] : []))
  return { updateId, fundName: page.fundName, titles, audience: await audienceOf({ updateId }) }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'updates:publish')
  const { updateId } = parseParams(params, Params)
  const fundIds = fundsWhere(staff, 'updates:publish')
  const page = await updatePage({ updateId, fundIds, language: context.language })
  if (!page) throw new Response(null, { status: 404 })

  const form = parseForm(await request.formData(), z.object({}))
  if (!form.ok) return invalid(form)

  const outcome = await orRefusal(publishUpdate({ updateId, staffId: staff.id }), form.values)
  if (!outcome.ok) return outcome.response

  return redirect(paths.update(updateId), 303)
}

export default function Publication() {
  const { t } = useWords()
  const { updateId, fundName, titles, audience } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  const busy = useNavigation().state === 'submitting'
  return (
    <div className="grid gap-5">
      <h1 className="text-2xl">{t('admin:updates.publish.title', { fund: fundName })}</h1>
      <ul>
        {titles.map(({ language, title }) => (
          <li key={language} lang={language}>
            <bdi>{title}</bdi>
          </li>
        ))}
      </ul>
      <p className="measure">{t('admin:updates.publish.lead', { count: audience.impact + audience.news })}</p>
      <ul className="measure grid gap-1">
        <li>{t('admin:updates.publish.impact', { count: audience.impact })}</li>
        <li>{t('admin:updates.publish.news', { count: audience.news })}</li>
        {audience.stopped > 0 && <li>{t('admin:updates.publish.stopped', { count: audience.stopped })}</li>}
        {audience.languages.map(({ language, count }) => (
          <li key={language}>
            {t('admin:updates.publish.language', { language: nativeNames[language as Language], count })}
          </li>
        ))}
      </ul>
      {entries.refusal && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {entries.refusal}
        </Notice>
      )}
      <Form method="post" className="flex flex-wrap items-center gap-5">
        <Button disabled={busy}>{t('admin:updates.publish.sure')}</Button>
        <Link to={paths.update(updateId)} className="inline-block py-1">
          {t('admin:updates.publish.not_yet')}
        </Link>
      </Form>
    </div>
  )
}
