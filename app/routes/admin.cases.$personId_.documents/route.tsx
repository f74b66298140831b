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
import { addDocument } from '#app/domain/documents/add-document.server.ts'
import { documentKinds } from '#app/domain/documents/document.ts'
import { DocumentForm } from '#app/domain/documents/forms.ts'
import { listDocuments } from '#app/domain/documents/list-documents.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
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

export const handle: PageHandle = {
  hydrate: true,
  words: ['papers', 'vault'],
  title: (t) => t('papers:documents.title'),
}

export const headers = noStore

/** What can come back from asking for a file, which has no page of its own. */
const refusals = [
  'reason_missing',
  'role_may_not',
  'person_is_erased',
  'reason_is_of_their_work',
  'reason_opens_its_fields',
  'reason_is_true_of_the_case',
]

async function personOf(staff: SignedInStaff, params: ActionFunctionArgs['params']) {
  const { personId } = parseParams(params, z.object({ personId: z.uuid() }))
  const person = await personPage({ staff, fundIds: fundsWhere(staff, 'vault:read'), personId })
  if (!person) throw new Response(null, { status: 404 })
  return person
}

export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'vault:read')
  const { personId, fundId, caseCodes, erasedAt, reasons } = await personOf(staff, params)
  const documents = await listDocuments({ personId, fundIds: staff.fundIds })
  const { timezone } = await organization()
  const roles = rolesIn(staff, fundId)
  const refused = new URL(request.url).searchParams.get('refused')
  return {
    personId,
    caseCode: caseCodes[0] ?? null,
    erased: erasedAt !== null,
    documents,
    mayAdd: may(roles, 'vault:write'),
    mayOpen: may(roles, 'vault:reveal'),
    reasons: offeredTo(roles, reasons, 'document'),
    refused: refusals.find((code) => code === refused) ?? null,
    timezone,
  }
}

export async function action({ params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'vault:read')
  const { personId } = await personOf(staff, params)
  const { fields, file, problem } = await readUpload(request)
  const form = parseForm(fields, DocumentForm)
  if (!form.ok) return invalid({ ...form, errors: { ...form.errors, ...(problem && { file: problem }) } })
  if (!file) return invalid({ values: form.values, errors: { file: problem ?? 'file_missing' } })

  const outcome = await orRefusal(addDocument({ staff, personId, ...form.value, file }), form.values)
  return outcome.ok ? redirect(paths.documents(personId), 303) : outcome.response
}

export default function Documents() {
  const { t } = useWords()
  const { personId, caseCode, erased, documents, mayAdd, mayOpen, reasons, refused, timezone } =
    useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>())
  return (
    <div className="grid gap-10">
      <header className="grid gap-3">
        <Link to={paths.casePerson(personId)} className="inline-block justify-self-start py-1 text-s">
          {t('papers:documents.back')}
        </Link>
        <h1 className="text-2xl">
          {caseCode ? t('papers:documents.titled', { code: caseCode }) : t('papers:documents.title')}
        </h1>
        <p className="measure text-quiet">{t('papers:documents.lead')}</p>
        {refused && (
          <Notice tone="refusal" title={t('admin:act.refused')}>
            {t(`errors:${refused}`)}
          </Notice>
        )}
      </header>
      <DocumentList
        personId={personId}
        documents={documents}
        mayOpen={mayOpen}
        reasons={reasons}
        timezone={timezone}
      />
      {mayAdd && !erased && (
        <section aria-labelledby="add" className="grid gap-4">
          <h2 id="add" className="text-xl">
            {t('papers:documents.add')}
          </h2>
          <UploadForm
            action={paths.documents(personId)}
            entries={entries}
            submit={t('papers:documents.submit')}
            accept=".pdf,.jpg,.jpeg,.png"
            hint={t('papers:file.hint')}
          >
            <ChoiceField
              name="kind"
              label={t('papers:documents.kind')}
              defaultValue={entries.value('kind')}
              error={entries.error('kind')}
              required
              choices={[
                { value: '', label: t('admin:choose') },
                ...documentKinds.map((kind) => ({ value: kind, label: t(`papers:kind.${kind}`) })),
              ]}
            />
          </UploadForm>
        </section>
      )}
    </div>
  )
}
