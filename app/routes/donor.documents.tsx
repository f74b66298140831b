import { type ActionFunctionArgs, data, type LoaderFunctionArgs } from '@remix-run/node'
import { Form, Link, useActionData, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { Button } from '#app/components/button.tsx'
import { useDonorFrame } from '#app/components/donor/donor-frame.tsx'
import { YearsGiven } from '#app/components/donor/years-given.tsx'
import { EmptyState } from '#app/components/empty-state.tsx'
import { useFormAnswer } from '#app/components/form-answer.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import {
  type OwnReceipt,
  receiptsOfDonor,
} from '#app/domain/donor-area/documents/receipts-of-donor.server.ts'
import { sendReceiptAgain } from '#app/domain/donor-area/documents/send-receipt-again.server.ts'
import { yearsOfDonor } from '#app/domain/donor-area/gifts/gifts-of-donor.server.ts'
import { formatCents } from '#app/domain/money/format.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { statementYears } from '#app/domain/statements/statement-years.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireDonor } from '#app/http/require-donor.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { formatDate } from '#app/words/dates.ts'

export const handle: PageHandle = { words: ['documents'], title: (t) => t('donor:nav.documents') }
export const headers = noStore

const number = z
  .string()
  .regex(/^[1-9]\d{0,17}$/)
  .transform(BigInt)
const Before = z.object({ before: number.optional() })
const AgainForm = z.object({ number })

export async function loader({ request }: LoaderFunctionArgs) {
  const { id: donorId } = await requireDonor(request)
  const asked = { before: new URL(request.url).searchParams.get('before') ?? undefined }
  const { before = null } = parseParams(asked, Before)
  const { timezone } = await organization()
  const [page, given, statements] = await Promise.all([
    receiptsOfDonor({ donorId, before }),
    yearsOfDonor({ donorId, timezone }),
    statementYears({ donorId }),
  ])
  return { ...page, ...given, hasStatements: statements.length > 0, later: before !== null }
}

export async function action({ request }: ActionFunctionArgs) {
  const donor = await requireDonor(request)
  const form = parseForm(await readForm(request), AgainForm)
  if (!form.ok) return invalid(form)
  const outcome = await orRefusal(
    sendReceiptAgain({ donorId: donor.id, number: form.value.number }),
    form.values,
  )
  if (!outcome.ok) return outcome.response
  return data({ sent: form.value.number, paper: outcome.value, to: donor.email })
}

export default function Documents() {
  const { t } = useWords()
  const { receipts, next, years, hasOtherPapers, hasStatements, later } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { refusal } = useFormAnswer(answer)
  return (
    <>
      <h1 className="text-3xl">{t('donor:nav.documents')}</h1>
      {refusal && (
        <Notice tone="refusal" className="mt-4">
          {refusal}
        </Notice>
      )}
      {answer && 'sent' in answer && (
        <p role="status" className="mt-4 border-s-4 border-primary ps-4">
          {t('donor:documents.sent', {
            paper: t(`donor:papers.${answer.paper}`, { number: String(answer.sent) }),
            email: answer.to,
          })}
        </p>
      )}
      {!later && years.length > 0 && (
        <div className="mt-6">
          <YearsGiven years={years} hasOtherPapers={hasOtherPapers} />
        </div>
      )}
      {/* What came from another site has no receipt of ours, and still its place in a statement. */}
      {hasStatements && (
        <p className="mt-6">
          <Link to={paths.donorStatements()} className="inline-block py-1">
            {t('documents:page.title')}
          </Link>
        </p>
      )}
      {receipts.length === 0 ? (
        <EmptyState title={t('donor:documents.none')}>{t('donor:documents.none.why')}</EmptyState>
      ) : (
        <section aria-labelledby="receipts" className="mt-8">
          <h2 id="receipts" className="text-xl">
            {t('donor:documents.receipts')}
          </h2>
          <p className="measure mt-1 text-quiet">{t('donor:documents.receipts.lead')}</p>
          <ul className="mt-4 border-t border-hairline">
            {receipts.map((receipt) => (
              <Receipt key={String(receipt.number)} receipt={receipt} />
            ))}
          </ul>
          <nav aria-label={t('donor:documents.pages')} className="mt-4 flex justify-between gap-4">
            {later ? <Link to={paths.donorDocuments()}>{t('donor:pages.first')}</Link> : <span />}
            {next !== null && <Link to={`?before=${next}`}>{t('donor:documents.earlier')}</Link>}
          </nav>
        </section>
      )}
    </>
  )
}

function Receipt({ receipt }: { receipt: OwnReceipt }) {
  const { t } = useWords()
  const { language, timezone } = useDonorFrame()
  const day = (date: Date) => formatDate(date, language, timezone)
  const title = t(`donor:papers.${receipt.paper}`, { number: String(receipt.number) })
  return (
    <li className="flex flex-wrap items-center justify-between gap-x-6 gap-y-2 border-b border-hairline py-3">
      <div>
        <p className="font-semibold">
          {title}
          {/* What was not money is described on its paper, and no value is set on it. */}
          {receipt.paper !== 'in_kind' && (
            <>
              {' · '}
              <span className="figures">{formatCents(receipt.totalCents, language)}</span>
            </>
          )}
        </p>
        <p className="text-s text-quiet">
          {t('donor:documents.given', { date: day(receipt.givenAt) })}
          {receipt.sentAt && ` · ${t('donor:documents.mailed', { date: day(receipt.sentAt) })}`}
        </p>
        {receipt.replacedBy !== null && (
          <p className="text-s">
            {receipt.replacedBy === 'none'
              ? t('donor:documents.void')
              : t('donor:documents.replaced', { number: String(receipt.replacedBy) })}
          </p>
        )}
      </div>
      <div className="flex flex-wrap items-center gap-4">
        <a
          href={paths.donorReceipt(String(receipt.number), language)}
          download
          className="inline-block py-1"
          aria-label={t('documents:page.receipt.of', { receipt: title })}
        >
          {t('documents:page.receipt')}
        </a>
        {receipt.canBeSent && (
          <Form method="post">
            <input type="hidden" name="number" value={String(receipt.number)} />
            <Button tone="outline" aria-label={t('donor:documents.again.of', { receipt: title })}>
              {t('donor:documents.again')}
            </Button>
          </Form>
        )}
      </div>
    </li>
  )
}
