import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { TextReviewForm } from '#app/domain/copays/forms.ts'
import { listCopays } from '#app/domain/copays/reads/list-copays.server.ts'
import { recordTextReview } from '#app/domain/copays/record-text-review.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { TextReviews } from './text-reviews.tsx'

export const handle: PageHandle = { hydrate: true, words: ['copay'], title: (t) => t('copay:list.title') }

export const headers = noStore

export async function loader({ context, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'copays:follow')
  const { timezone } = await organization()
  return { ...(await listCopays({ staff: { ...staff, language: context.language } })), timezone }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'copays:review')
  const form = parseForm(await request.formData(), TextReviewForm)
  if (!form.ok) return invalid(form)

  const { timezone } = await organization()
  const outcome = await orRefusal(recordTextReview({ staff, ...form.value, timezone }), form.values)
  return outcome.ok ? redirect(paths.copays(), 303) : outcome.response
}

/** Families' money, by fund: held, inside bonds, and to be given back, however long nobody asks for it. */
export default function Copays() {
  const { t } = useWords()
  const { funds, agreements, reviews, mayReview, timezone } = useLoaderData<typeof loader>()
  const answer = useActionData<typeof action>()
  const { money } = useFormats(timezone)
  return (
    <div className="grid gap-8">
      <div className="grid gap-2">
        <h1 className="text-2xl">{t('copay:list.title')}</h1>
        <p className="measure text-quiet">{t('copay:list.lead')}</p>
      </div>
      {agreements.length === 0 ? (
        <EmptyState title={t('copay:list.none.title')}>{t('copay:list.none')}</EmptyState>
      ) : (
        <>
          <DataTable
            caption={t('copay:list.by_fund')}
            rows={funds}
            rowKey={({ id }) => id}
            columns={[
              { key: 'name', header: t('admin:fact.fund'), names: true, cell: ({ name }) => name },
              ...(['held', 'posted', 'toPayOut'] as const).map((part) => ({
                key: part,
                header: t(`copay:money.${part}`),
                align: 'end' as const,
                cell: (fund: (typeof funds)[number]) => money(fund[part]),
              })),
            ]}
          />
          <DataTable
            caption={t('copay:list.papers')}
            rows={agreements}
            rowKey={({ id }) => id}
            columns={[
              {
                key: 'case',
                header: t('copay:list.case'),
                names: true,
                whole: true,
                cell: ({ id, caseCode }) => (
                  <Link to={paths.copay(id)} className="inline-block py-1">
                    {caseCode}
                  </Link>
                ),
              },
              { key: 'fund', header: t('admin:fact.fund'), cell: ({ fundName }) => fundName },
              ...(['held', 'posted', 'toPayOut', 'lost', 'paidOut'] as const).map((part) => ({
                key: part,
                header: t(`copay:money.${part}`),
                align: 'end' as const,
                cell: (agreement: (typeof agreements)[number]) => money(agreement[part]),
              })),
            ]}
          />
        </>
      )}
      <TextReviews reviews={reviews} mayReview={mayReview} answer={answer} />
    </div>
  )
}
