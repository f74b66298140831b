import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { AgreementPaper, ReceiptPaper } from '#app/components/copays/paper.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { agreementPage } from '#app/domain/copays/reads/agreement-page.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = { words: ['copay'], title: (t) => t('copay:paper.title') }

export const headers = noStore

export async function loader({ context, params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'copays:follow')
  const { agreementId } = parseParams(params, z.object({ agreementId: z.uuid() }))
  const page = await agreementPage({ agreementId, staff: { ...staff, language: context.language } })
  if (!page) throw new Response(null, { status: 404 })

  const receiptId = new URL(request.url).searchParams.get('receipt')
  const receipt = page.receipts.find(({ id }) => id === receiptId) ?? null
  if (receiptId && !receipt) throw new Response(null, { status: 404 })
  const { legalName, timezone } = await organization()
  return { page, receipt, timezone, legalName }
}

/** The signed agreement as it was read, or the receipt for one sum; both in the family's language. */
export default function CopayPaper() {
  const { t } = useWords()
  const { page, receipt, timezone, legalName } = useLoaderData<typeof loader>()
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
      {receipt ? (
        <ReceiptPaper {...of} receipt={{ ...receipt, number: page.paperNumber }} timezone={timezone} />
      ) : (
        <AgreementPaper
          {...of}
          amount={page.amount}
          withOfficial={page.officialShown}
          review={page.review}
          reading={
            page.readAloud
              ? (page.reading ?? {
                  ...{ language: t('copay:page.signer_erased'), kind: null },
                  interpreter: t('copay:page.signer_erased'),
                })
              : null
          }
          signed={{
            name: page.signer ?? t('copay:page.signer_erased'),
            number: page.paperNumber,
            on: page.signedOn,
            witness: page.witness,
          }}
        />
      )}
    </div>
  )
}
