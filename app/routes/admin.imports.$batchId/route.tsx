import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { importPage } from '#app/domain/imports/import-page.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Came, History, Undone } from './after.tsx'
import { Broken, CallOff, Mapping, Working } from './before.tsx'
import { Campaigns } from './campaigns.tsx'
import { actOnImport, ImportForm } from './import-acts.server.ts'
import { Counts, Months, RefundsUnsaid, Start, Stopped, WaitingGroups } from './preview.tsx'
import { Rows } from './rows.tsx'
import { Stayed } from './stayed.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['imports'],
  title: (t) => t('imports:title'),
}

export const headers = noStore

const Params = z.object({ batchId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'imports:run')
  const { batchId } = parseParams(params, Params)
  const { searchParams } = new URL(request.url)
  const after = searchParams.get('after') ?? ''
  const asked = {
    show: searchParams.get('show') === 'all' ? ('all' as const) : ('waiting' as const),
    after: /^\d{1,9}$/.test(after) ? Number(after) : 0,
    withUndo: searchParams.has('undo'),
    stayedAfter: z.uuid().safeParse(searchParams.get('stayed')).data ?? null,
  }
  const fundIds = fundsWhere(staff, 'imports:run')
  const donorsOf = fundsWhere(staff, 'donors:read')
  const page = await importPage({ batchId, fundIds, donorsOf, language: context.language, ...asked })
  if (!page) throw new Response(null, { status: 404 })
  return { page, asked, factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp } }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'imports:run')
  const { batchId } = parseParams(params, Params)
  const fundIds = fundsWhere(staff, 'imports:run')
  const none = { show: 'waiting', after: 0, withUndo: false, stayedAfter: null } as const
  const page = await importPage({ batchId, fundIds, donorsOf: [], language: context.language, ...none })
  if (!page) throw new Response(null, { status: 404 })

  const form = parseForm(await readForm(request), ImportForm)
  if (!form.ok) return invalid(form)
  const outcome = await orRefusal(actOnImport(staff, batchId, form.value), form.values)
  if (!outcome.ok) return outcome.response
  const { search } = new URL(request.url)
  return outcome.value.isProved
    ? redirectAfterStepUp(staff, paths.importBatch(batchId))
    : redirect(`${paths.importBatch(batchId)}${search}`, 303)
}

export default function ImportBatch() {
  const { t } = useWords()
  const { page, asked, factors } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { refusal } = useFormAnswer(answer)
  const { day, minute } = useFormats(page.timezone)
  const facts = {
    ...{ fund: page.fundName, name: page.uploadedBy, when: minute(page.uploadedAt), encoding: page.encoding },
    ...{ layout: t(`imports:layout.${page.layout}`), size: Math.ceil(page.fileBytes / 1024) },
  }
  const { stage } = page
  return (
    <div className="grid gap-6">
      <div className="grid gap-2">
        <p className="text-s">
          <Link to={paths.imports()}>{t('imports:title')}</Link>
        </p>
        <h1 className="text-2xl">{t('imports:batch.title', { day: day(page.uploadedAt) })}</h1>
        <p className="text-s text-quiet">{t('imports:batch.facts', facts)}</p>
        <p className="font-semibold">{t(`imports:stage.${stage}`)}</p>
      </div>
      {refusal && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {refusal}
        </Notice>
      )}
      {page.sameFile && stage !== 'undone' && stage !== 'cancelled' && (
        <Notice tone="refusal">
          {t('imports:batch.same_file')}{' '}
          <Link to={paths.importBatch(page.sameFile)}>{t('imports:batch.same_file.see')}</Link>
        </Notice>
      )}
      {stage === 'mapping' && <Mapping page={page} answer={answer} />}
      {(stage === 'reading' || stage === 'running' || stage === 'undoing') && (
        <Working stage={stage} progress={page.progress} />
      )}
      {stage === 'unreadable' && <Broken page={page} />}
      {stage === 'preview' && (
        <>
          <Stopped page={page} />
          <RefundsUnsaid page={page} />
          <Counts page={page} />
          <Campaigns page={page} answer={answer} />
          <WaitingGroups page={page} />
          <Start {...{ page, factors, answer }} />
          <Months page={page} />
          <Rows {...{ page, asked, answer }} />
        </>
      )}
      {stage === 'in' && <Came {...{ page, factors, answer }} />}
      {stage === 'undone' && (
        <>
          <Undone page={page} />
          <Stayed page={page} isFurther={asked.stayedAfter !== null} />
        </>
      )}
      {(stage === 'mapping' || stage === 'reading' || stage === 'preview' || stage === 'running') && (
        <CallOff batchId={page.id} />
      )}
      <History page={page} />
    </div>
  )
}
