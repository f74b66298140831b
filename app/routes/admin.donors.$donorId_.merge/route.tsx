import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { Field } from '#app/components/field.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { StepUpFields } from '#app/components/step-up-fields.tsx'
import { useWords } from '#app/components/words.ts'
import { donorRecord } from '#app/domain/donor-records/donor-record.server.ts'
import { MergeForm } from '#app/domain/donor-records/forms.ts'
import { type ListedDonor, searchDonors } from '#app/domain/donor-records/list-donors.server.ts'
import { mergeDonors } from '#app/domain/donor-records/merge-donors.server.ts'
import { mergePreview } from '#app/domain/donor-records/merge-preview.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import type { Sent } from '#app/domain/staff/step-up/proof.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { AfterMerge } from './after-merge.tsx'
import { Sides } from './sides.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['donors'],
  title: (t) => t('donors:record.merge.title'),
}

export const headers = noStore

const Params = z.object({ donorId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'donors:merge')
  const { donorId } = parseParams(params, Params)
  const reader = { ...staff, language: context.language }
  const record = await donorRecord({ donorId, staff: reader, after: null })
  if (!record?.may.merge) throw new Response(null, { status: 404 })

  const wanted = new URL(request.url).searchParams.get('with')
  const mergedId = z.uuid().safeParse(wanted).data ?? null
  const { timezone } = await organization()
  return {
    ...{ donor: { id: donorId, name: record.name, email: record.email }, timezone, isAsked: wanted !== null },
    preview:
      mergedId && mergedId !== donorId
        ? await mergePreview({ survivorId: donorId, mergedId, staff: reader })
        : null,
    factors: { hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
  }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'donors:merge')
  const { donorId } = parseParams(params, Params)
  const record = await donorRecord({ donorId, staff: { ...staff, language: context.language }, after: null })
  if (!record) throw new Response(null, { status: 404 })

  const form = parseForm(await readForm(request), MergeForm)
  if (!form.ok) return invalid(form)
  if (form.value.intent === 'find') {
    const { rows } = await searchDonors({ fundIds: fundsWhere(staff, 'donors:merge'), typed: form.value.q })
    const found = rows.filter(({ id, erased }) => id !== donorId && !erased)
    return data({ refusal: null, values: form.values, errors: {}, found }, { headers: noStore() })
  }

  const outcome = await orRefusal(provedMerge(staff, donorId, form.value), form.values)
  if (!outcome.ok) return outcome.response
  return redirectAfterStepUp(staff, paths.donorRecord(donorId))
}

function provedMerge(staff: SignedInStaff, survivorId: string, form: { mergedId: string } & Sent) {
  const { mergedId } = form
  return provedBy(
    { staff, action: 'donor.merged', subject: 'donor', subjectId: survivorId },
    { boundTo: boundTo.mergeDonors({ survivorId, mergedId }), sent: form },
    (stepUpId) => mergeDonors({ staff, survivorId, mergedId, stepUpId }),
  )
}

/** First the other record is found, then both stand side by side with what will happen, then one press joins them. */
export default function MergeDonors() {
  const { t } = useWords()
  const { donor, preview, isAsked, timezone, factors } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { refusal, errorOf } = useFormAnswer(answer, 'merge')
  const found = answer && 'found' in answer ? answer.found : null
  const here = paths.mergeDonors(donor.id)
  return (
    <div className="grid gap-6">
      <header className="grid gap-2">
        <Link to={paths.donorRecord(donor.id)} className="inline-block py-1 text-s">
          {t('donors:record.to_donor')}
        </Link>
        <h1 className="text-2xl">{t('donors:record.merge.title')}</h1>
        <p>
          <bdi className="wrap-anywhere">{donor.name || t('donors:record.nameless')}</bdi>
          {donor.email && (
            <>
              {' · '}
              <bdi className="wrap-anywhere">{donor.email}</bdi>
            </>
          )}
        </p>
        {!preview && <p className="measure text-quiet">{t('donors:record.merge.lead')}</p>}
      </header>
      {isAsked && !preview && <Notice>{t('donors:record.merge.gone')}</Notice>}
      {preview ? (
        <>
          <Sides preview={preview} timezone={timezone} />
          <AfterMerge preview={preview} />
          {preview.merged.others > 0 && (
            <Notice>{t('donors:record.merge.others', { count: preview.merged.others })}</Notice>
          )}
          <ActForm
            action={`${here}?with=${preview.merged.id}`}
            refusal={refusal ?? null}
            submit={t('donors:record.merge.submit')}
          >
            <input type="hidden" name="intent" value="merge" />
            <input type="hidden" name="mergedId" value={preview.merged.id} />
            <StepUpFields
              boundTo={boundTo.mergeDonors({ survivorId: donor.id, mergedId: preview.merged.id })}
              {...factors}
              error={errorOf('code')}
            />
          </ActForm>
          <p>
            <Link
              to={`${paths.mergeDonors(preview.merged.id)}?with=${donor.id}`}
              className="inline-block py-1"
            >
              {t('donors:record.merge.swap')}
            </Link>
          </p>
        </>
      ) : (
        <Find here={here} found={found} answer={answer} />
      )}
    </div>
  )
}

function Find({ here, found, answer }: { here: string; found: ListedDonor[] | null; answer: unknown }) {
  const { t } = useWords()
  const { valueOf: typed, errorOf } = useFormAnswer(answer, 'find')
  return (
    <section aria-label={t('donors:record.search.title')} className="grid gap-4">
      <ActForm action={here} refusal={null} submit={t('donors:record.search.submit')} tone="outline">
        <input type="hidden" name="intent" value="find" />
        <Field
          name="q"
          label={t('donors:record.search.label')}
          hint={t('donors:record.search.hint')}
          defaultValue={typed('q')}
          error={errorOf('q')}
          autoComplete="off"
          maxLength={254}
          required
        />
      </ActForm>
      {found?.length === 0 && <p role="status">{t('donors:record.merge.none')}</p>}
      {found && found.length > 0 && (
        <ul className="grid gap-2" role="status">
          {found.map(({ id, name, email }) => (
            <li key={id} className="border-b border-hairline pb-2">
              <bdi className="wrap-anywhere">{name || t('donors:record.nameless')}</bdi>
              {email && (
                <>
                  {' · '}
                  <bdi className="wrap-anywhere text-s text-quiet">{email}</bdi>
                </>
              )}{' '}
              <Link to={`${here}?with=${id}`} className="inline-block py-1">
                {t('donors:record.merge.choose')}
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
