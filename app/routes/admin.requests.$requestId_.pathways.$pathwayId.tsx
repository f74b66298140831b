import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { ChoiceField } from '#app/components/choice-field.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { DocumentList } from '#app/components/documents/document-list.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { UploadForm } from '#app/components/upload-form.tsx'
import { useWords } from '#app/components/words.ts'
import { documentKinds } from '#app/domain/documents/document.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { addPathwayDocument } from '#app/domain/pathways/add-pathway-document.server.ts'
import { PathwayDocumentForm } from '#app/domain/pathways/forms.ts'
import { stepsOf } from '#app/domain/pathways/pathway.ts'
import { pathwayDocuments } from '#app/domain/pathways/pathway-documents.server.ts'
import { requestPage } from '#app/domain/requests/reads/request-page.server.ts'
import { may } from '#app/domain/staff/access.ts'
import { fundsWhere, rolesIn } from '#app/domain/staff/staff.ts'
import { personPage } from '#app/domain/vault/person-page.server.ts'
import { offeredTo } from '#app/domain/vault/reasons.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readUpload } from '#app/http/read-upload.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle<Awaited<ReturnType<typeof loader>>> = {
  hydrate: true,
  words: ['intake', 'papers', 'vault'],
  title: (t, { kind }) => t('intake:pathway.papers.titled', { way: t(`intake:pathway.${kind}`) }),
}

export const headers = noStore

/** The way of a request in a fund in which this person sees what the vault keeps; 404 for any other. */
async function wayOf(staff: SignedInStaff, { context, params }: LoaderFunctionArgs) {
  const { requestId, pathwayId } = parseParams(params, z.object({ requestId: z.uuid(), pathwayId: z.uuid() }))
  const page = await requestPage({ requestId, staff: { ...staff, language: context.language } })
  if (!page?.mayOpenVault) throw new Response(null, { status: 404 })
  const way = page.pathways.find(({ id }) => id === pathwayId)
  if (!way) throw new Response(null, { status: 404 })
  return { requestId, personId: page.personId, way }
}

export async function loader(args: LoaderFunctionArgs) {
  const staff = await requireStaff(args.request, 'vault:read')
  const { requestId, personId, way } = await wayOf(staff, args)
  const person = await personPage({ staff, fundIds: fundsWhere(staff, 'vault:read'), personId })
  if (!person) throw new Response(null, { status: 404 })
  const { timezone } = await organization()
  const roles = rolesIn(staff, person.fundId)
  return {
    requestId,
    pathwayId: way.id,
    kind: way.kind,
    isOver: way.endedAt !== null,
    personId,
    documents: await pathwayDocuments({ pathwayId: way.id, fundIds: staff.fundIds }),
    mayAdd: may(roles, 'vault:write') && way.endedAt === null && person.erasedAt === null,
    mayOpen: may(roles, 'vault:reveal'),
    reasons: offeredTo(roles, person.reasons, 'document'),
    timezone,
  }
}

export async function action(args: ActionFunctionArgs) {
  const staff = await requireStaff(args.request, 'vault:write')
  const { requestId, way } = await wayOf(staff, args)
  const { fields, file, problem } = await readUpload(args.request)
  const form = parseForm(fields, PathwayDocumentForm)
  if (!form.ok) return invalid({ ...form, errors: { ...form.errors, ...(problem && { file: problem }) } })
  if (!file) return invalid({ values: form.values, errors: { file: problem ?? 'file_missing' } })

  const added = addPathwayDocument({ staff, requestId, pathwayId: way.id, ...form.value, file })
  const outcome = await orRefusal(added, form.values)
  return outcome.ok ? redirect(paths.pathwayDocuments(requestId, way.id), 303) : outcome.response
}

export default function DocumentsOfAWay() {
  const { t } = useWords()
  const { requestId, pathwayId, kind, isOver, personId, documents, mayAdd, mayOpen, reasons, timezone } =
    useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  const step = (code: string) => t(`intake:pathway.step.${code}`)
  return (
    <div className="grid gap-10">
      <header className="grid gap-3">
        <Link to={paths.request(requestId)} className="inline-block justify-self-start py-1 text-s">
          {t('intake:pathway.papers.back')}
        </Link>
        <h1 className="text-2xl">
          {t('intake:pathway.papers.titled', { way: t(`intake:pathway.${kind}`) })}
        </h1>
        <p className="measure text-quiet">{t('intake:pathway.papers.lead')}</p>
        {isOver && <Notice>{t('intake:pathway.papers.over')}</Notice>}
      </header>
      <DocumentList
        personId={personId}
        documents={documents}
        mayOpen={mayOpen}
        reasons={reasons}
        timezone={timezone}
        beside={Object.fromEntries(documents.map((each) => [each.id, step(each.step)]))}
      />
      {mayAdd && (
        <section aria-labelledby="add" className="grid gap-4">
          <h2 id="add" className="text-xl">
            {t('papers:documents.add')}
          </h2>
          <UploadForm
            action={paths.pathwayDocuments(requestId, pathwayId)}
            entries={entries}
            submit={t('papers:documents.submit')}
            accept=".pdf,.jpg,.jpeg,.png"
            hint={t('papers:file.hint')}
          >
            <ChoiceField
              name="step"
              label={t('intake:pathway.papers.step')}
              defaultValue={entries.value('step')}
              error={entries.error('step')}
              required
              choices={[
                { value: '', label: t('admin:choose') },
                ...stepsOf(kind).map((code) => ({ value: code, label: step(code) })),
              ]}
            />
            <ChoiceField
              name="kind"
              label={t('papers:documents.kind')}
              defaultValue={entries.value('kind')}
              error={entries.error('kind')}
              required
              choices={[
                { value: '', label: t('admin:choose') },
                ...documentKinds.map((code) => ({ value: code, label: t(`papers:kind.${code}`) })),
              ]}
            />
          </UploadForm>
        </section>
      )}
    </div>
  )
}
