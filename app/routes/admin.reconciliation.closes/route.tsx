import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { useMonth } from '#app/components/bank/use-month.ts'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { closesPage } from '#app/domain/books/closes-page.server.ts'
import { decideClose } from '#app/domain/books/decide-close.server.ts'
import { CloseForm } from '#app/domain/books/forms.ts'
import { proposeClose } from '#app/domain/books/propose-close.server.ts'
import { boundTo } from '#app/domain/staff/bound-to.ts'
import { redirectAfterStepUp } from '#app/http/after-step-up.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { provedBy } from '#app/http/proved-by.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Obstacles } from './obstacles.tsx'
import { Proposed } from './proposed.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['reconciliation', 'records'],
  title: (t) => t('reconciliation:page.booksCloses'),
}

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'reconciliation:read')
  const month = new URL(request.url).searchParams.get('month')
  return {
    ...(await closesPage({ staff, language: context.language, month })),
    reader: { id: staff.id, hasPasskey: staff.hasPasskey, hasTotp: staff.hasTotp },
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'books:close')
  const form = parseForm(await readForm(request), CloseForm)
  if (!form.ok) return invalid(form)
  const sent = form.value
  if (sent.intent === 'propose') {
    const outcome = await orRefusal(proposeClose({ staff, month: sent.month }), form.values)
    return outcome.ok ? redirect(paths.booksCloses(), 303) : outcome.response
  }
  const { closeId } = sent
  if (sent.intent === 'withdraw') {
    const outcome = await orRefusal(decideClose({ staff, closeId, decision: 'withdrawn' }), form.values)
    return outcome.ok ? redirect(paths.booksCloses(), 303) : outcome.response
  }
  const attempted = { staff, action: 'books_close.confirmed', subject: 'books_close', subjectId: closeId }
  const bound = boundTo.closeBooks({ id: closeId, balancesHash: sent.balancesHash })
  const outcome = await orRefusal(
    provedBy(attempted, { boundTo: bound, sent }, (stepUpId) =>
      decideClose({ staff, closeId, decision: 'confirmed', stepUpId }),
    ),
    form.values,
  )
  return outcome.ok ? redirectAfterStepUp(staff, paths.booksCloses()) : outcome.response
}

/** Which months are closed; what stands against closing the next, and, once nothing does, its close by two. */
export default function BooksCloses() {
  const { t } = useWords()
  const page = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { closes, proposed, months, month, obstacles, mayClose, timezone, balances, reader } = page
  const { minute } = useFormats(timezone)
  const named = useMonth()
  const refusal = useEntries(answer).refusal
  return (
    <div className="grid gap-8">
      <header className="grid gap-2">
        <Link to={paths.reconciliation()} className="inline-block py-1 text-s">
          {t('reconciliation:title')}
        </Link>
        <h1 className="text-2xl">{t('reconciliation:page.booksCloses')}</h1>
        <p className="measure text-quiet">{t('reconciliation:closes.lead')}</p>
      </header>
      {refusal && answer?.values.intent !== 'confirm' && (
        <Notice tone="refusal" title={t('admin:act.refused')}>
          {refusal}
        </Notice>
      )}
      {proposed ? (
        <Proposed
          {...{ proposed, balances, reader, timezone, mayClose, answer }}
          obstacles={obstacles.length}
        />
      ) : (
        month && <Obstacles {...{ months, month, obstacles, mayClose, timezone }} />
      )}
      <section aria-labelledby="closed" className="grid gap-3">
        <h2 id="closed" className="text-l">
          {t('reconciliation:closes.closed')}
        </h2>
        {closes.length === 0 && <p className="text-quiet">{t('reconciliation:closes.none')}</p>}
        <ul className="grid">
          {closes.map((close) => (
            <li key={close.id} className="grid gap-1 border-t border-hairline py-3">
              <p className="font-semibold">{named(close.month)}</p>
              <p>
                {t(`reconciliation:close.${close.decision}`, {
                  ...{ proposer: close.proposedBy, name: close.decidedBy ?? '', at: minute(close.at) },
                })}{' '}
                {close.late > 0n && t('reconciliation:close.late', { count: Number(close.late) })}
              </p>
              {close.decision === 'confirmed' && (
                <code dir="ltr" className="break-all text-s text-quiet">
                  {close.balancesHash}
                </code>
              )}
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
