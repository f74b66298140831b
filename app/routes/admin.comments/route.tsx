import { type ActionFunctionArgs, type LoaderFunctionArgs, redirect } from '@remix-run/node'
import { Link, useActionData, useLoaderData } from '@remix-run/react'
import { DataTable } from '#app/components/data-table.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { EmptyState } from '#app/components/empty-state.tsx'
import { Notice } from '#app/components/notice.tsx'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import { CommentForm } from '#app/domain/gift-comments/comment-form.ts'
import { decideComment } from '#app/domain/gift-comments/decide-comment.server.ts'
import { listComments } from '#app/domain/gift-comments/list-comments.server.ts'
import { listMatches } from '#app/domain/gift-comments/list-matches.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { fundsWhere } from '#app/domain/staff/staff.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseForm } from '#app/http/parse-form.ts'
import { paths } from '#app/http/paths.ts'
import { readForm } from '#app/http/read-form.ts'
import { requireStaff } from '#app/http/require-staff.ts'
import { invalid, orRefusal } from '#app/http/respond.ts'
import { Comment } from './comment.tsx'

export const handle: PageHandle = {
  hydrate: true,
  words: ['donors'],
  title: (t) => t('donors:comments.title'),
}

export const headers = noStore

const matchesShown = 50

export async function loader({ request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'comments:read')
  const fundIds = fundsWhere(staff, 'comments:read')
  const { timezone } = await organization()
  return {
    comments: await listComments({ fundIds }),
    matches: await listMatches({ fundIds, limit: matchesShown }),
    mayDecide: fundsWhere(staff, 'comments:decide').length > 0,
    timezone,
  }
}

export async function action({ request }: ActionFunctionArgs) {
  const staff = await requireStaff(request, 'comments:decide')
  const form = parseForm(await readForm(request), CommentForm)
  if (!form.ok) return invalid(form)

  const by = { id: staff.id, fundIds: fundsWhere(staff, 'comments:decide') }
  const outcome = await orRefusal(decideComment({ staff: by, ...form.value }), form.values)
  return outcome.ok ? redirect(paths.comments(), 303) : outcome.response
}

export default function Comments() {
  const { t } = useWords()
  const { comments, matches, mayDecide, timezone } = useLoaderData<typeof loader>()
  const entries = useEntries(useActionData<typeof action>() ?? undefined)
  const { day, money } = useFormats(timezone)
  return (
    <div className="grid gap-10">
      <section className="grid gap-5" aria-labelledby="comments">
        <div className="grid gap-2">
          <h1 id="comments" className="text-2xl">
            {t('donors:comments.title')}
          </h1>
          <p className="measure text-quiet">{t('donors:comments.lead')}</p>
        </div>
        {entries.refusal && (
          <Notice tone="refusal" title={t('admin:act.refused')}>
            {entries.refusal}
          </Notice>
        )}
        {comments.length === 0 ? (
          <EmptyState title={t('donors:comments.none.title')}>{t('donors:comments.none')}</EmptyState>
        ) : (
          <ul className="grid gap-5">
            {comments.map((comment) => (
              <li key={comment.intentId} className="border-t border-hairline pt-3">
                <Comment comment={comment} mayDecide={mayDecide} on={day(comment.givenAt)} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <section className="grid gap-4" aria-labelledby="matches">
        <div className="grid gap-2">
          <h2 id="matches" className="text-xl">
            {t('donors:matches.title')}
          </h2>
          <p className="measure text-quiet">{t('donors:matches.lead')}</p>
        </div>
        {matches.length === 0 ? (
          <EmptyState title={t('donors:matches.none.title')}>{t('donors:matches.none')}</EmptyState>
        ) : (
          <>
            <DataTable
              caption={t('donors:matches.title')}
              captionHidden
              rows={matches}
              rowKey={({ intentId }) => intentId}
              columns={[
                {
                  key: 'employer',
                  names: true,
                  header: t('donors:matches.employer'),
                  cell: ({ employer }) => <bdi>{employer}</bdi>,
                },
                {
                  key: 'receipt',
                  header: t('donors:matches.receipt'),
                  cell: ({ receiptNumber }) => receiptNumber,
                },
                { key: 'fund', header: t('donors:matches.fund'), cell: ({ fundName }) => fundName },
                { key: 'day', header: t('donors:matches.day'), cell: ({ givenAt }) => day(givenAt) },
                {
                  key: 'sum',
                  header: t('donors:matches.sum'),
                  align: 'end',
                  cell: ({ cents }) => money(cents),
                },
              ]}
            />
            <p>
              <Link to={paths.matches()} className="inline-block py-1">
                {t('donors:matches.file')}
              </Link>
            </p>
          </>
        )}
      </section>
    </div>
  )
}
