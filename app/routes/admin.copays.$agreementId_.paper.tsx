import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { AgreementPaper, ReceiptPaper } from '#app/components/copays/paper.tsx'
import { SignerForm } from '#app/components/copays/signer-form.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { ShowSignerForm } from '#app/domain/copays/forms.ts'
import { agreementPage } from '#app/domain/copays/reads/agreement-page.server.ts'
import { revealSigner } from '#app/domain/copays/reveal-signer.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'

export const handle: PageHandle = { words: ['copay', 'vault'], title: (t) => t('copay:paper.title') }

export const headers = noStore

const Params = z.object({ agreementId: z.uuid() })

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'copays:follow')
  const { agreementId } = parseParams(params, Params)
  const page = await agreementPage({ agreementId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const receiptId = new URL(request.url).searchParams.get('receipt')
  const receipt = page.receipts.find(({ id }) => id === receiptId) ?? null
  if (receiptId && !receipt) throw new Response(null, { status: 404 })
  const { legalName, timezone } = await organization()
  return { page, receipt, timezone, legalName }
}

export async function action({ context, params, request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'copays:follow')
  const { agreementId } = parseParams(params, Params)
  const page = await agreementPage({ agreementId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const form = parseForm(await request.formData(), ShowSignerForm)
  if (!form.ok) return invalid(form)

  const { reason } = form.value
  const outcome = await orRefusal(revealSigner({ staff, agreementId, reason }), form.values)
  if (!outcome.ok) return outcome.response
  const seen = outcome.value
  return data({ refusal: null, values: form.values, errors: {}, seen }, { headers: noStore() })
}

/** The signed agreement as it was read, or the receipt for one sum; both in the family's language. */
export default function CopayPaper() {
  const { t } = useWords()
  const { page, receipt, timezone, legalName } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const seen = answer && 'seen' in answer ? answer.seen : null
  const gone = page.signer === 'erased' ? t('copay:page.signer_erased') : null
  const unread = { language: gone ?? '', interpreter: gone ?? '' }
  const of = {
    language: page.language,
    caseCode: page.caseCode,
    organization: legalName,
    fund: page.fundNameOfPaper,
  }
  return (
    <div className="grid gap-6">
      <p className="no-print">
        <Link to={paths.copay(page.id)} className="inline-block py-1 text-s">
          {t('copay:paper.back')}
        </Link>
      </p>
      {!receipt && seen === null && page.signer === 'sealed' && (
        <div className="no-print grid gap-3">
          <p className="measure">{t('copay:paper.name_sealed')}</p>
          {page.mayReveal && <SignerForm agreementId={page.id} reasons={page.reasons} answer={answer} />}
        </div>
      )}
      {receipt ? (
        <ReceiptPaper {...of} receipt={{ ...receipt, number: page.paperNumber }} timezone={timezone} />
      ) : (
        <AgreementPaper
          {...of}
          amount={page.amount}
          withOfficial={page.officialShown}
          review={page.review}
          reading={page.readAloud ? (seen?.reading ?? { ...unread, kind: null }) : null}
          signed={{
            name: seen?.name ?? gone,
            number: page.paperNumber,
            on: page.signedOn,
            witness: page.witness,
          }}
        />
      )}
    </div>
  )
}
