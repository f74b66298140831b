import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { useActionData, useLoaderData } from '@remix-run/react'
import type { z } from 'zod'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { addCertificate } from '#app/domain/certificates/add-certificate.server.ts'
import { CertificateForm } from '#app/domain/certificates/certificate.ts'
import { confirmCertificate } from '#app/domain/certificates/confirm-certificate.server.ts'
import { listCertificates } from '#app/domain/certificates/list-certificates.server.ts'
import { revokeCertificate } from '#app/domain/certificates/revoke-certificate.server.ts'
import { namesOfFunds } from '#app/domain/staff/names-of-funds.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff, type SignedInStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { now } from '#app/platform/clock.ts'
import { Certificate } from './certificate.tsx'
import { NewCertificate } from './new-certificate.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['rules'],
  title: (t) => t('rules:certificates.title'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'jurisdictions:read')
  const fundIds = fundsWhere(staff, 'jurisdictions:read')
  const names = await namesOfFunds({ fundIds, language: context.language })
  const { certificates, rules } = await listCertificates({ fundIds, at: now() })
  const managed = fundsWhere(staff, 'jurisdictions:manage')
  const confirming = fundsWhere(staff, 'disbursements:approve')
  return {
    certificates: certificates.map(({ recordedById, ...certificate }) => ({
      ...certificate,
      fund: names.get(certificate.fundId) ?? '',
      mayConfirm:
        certificate.standing === 'unconfirmed' &&
        recordedById !== staff.id &&
        confirming.includes(certificate.fundId),
      mayRevoke: certificate.revokedOn === null && managed.includes(certificate.fundId),
    })),
    choices: [...names].flatMap(([id, name]) =>
      managed.includes(id) && rules.some(({ fundId }) => fundId === id) ? [{ id, name }] : [],
    ),
    rules: [
      ...new Map(
        rules.filter(({ fundId }) => managed.includes(fundId)).map(({ code, place }) => [code, place]),
      ),
    ].map(([code, place]) => ({ code, place })),
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'disbursements:approve')

  const form = parseForm(await readForm(request), CertificateForm)
  if (!form.ok) return invalid(form)
  const { value } = form
  if (value.act === 'add' && !staff.fundIds.includes(value.fundId)) throw new Response(null, { status: 404 })

  const outcome = await orRefusal(perform(staff, value), form.values)
  return outcome.ok ? redirect(paths.certificates(), 303) : outcome.response
}

function perform(staff: SignedInStaff, { act, ...value }: z.output<typeof CertificateForm>): Promise<void> {
  if ('fundId' in value) return addCertificate({ staff, certificate: value })
  if ('revokedOn' in value) return revokeCertificate({ staff, ...value })
  return confirmCertificate({ staff, ...value })
}

export default function Certificates() {
  const { t } = useWords()
  const { certificates, choices, rules } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>() ?? undefined
  const { refusal } = useEntries(answer)
  const of = (id: string) => (answer?.values.certificateId === id ? answer : undefined)
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('rules:certificates.title')}</h1>
        <p className="measure text-quiet">{t('rules:certificates.lead')}</p>
        {refusal && (
          <Notice tone="refusal" title={t('admin:act.refused')}>
            {refusal}
          </Notice>
        )}
      </div>
      {certificates.length === 0 ? (
        <EmptyState title={t('rules:certificates.none.title')}>{t('rules:certificates.none')}</EmptyState>
      ) : (
        <ul className="grid">
          {certificates.map((certificate) => (
            <Certificate key={certificate.id} certificate={certificate} answer={of(certificate.id)} />
          ))}
        </ul>
      )}
      {choices.length > 0 && (
        <NewCertificate
          funds={choices}
          rules={rules}
          answer={answer?.values.act === 'add' ? answer : undefined}
        />
      )}
    </div>
  )
}
