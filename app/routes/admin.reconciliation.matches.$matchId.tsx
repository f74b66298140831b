import type { LoaderFunctionArgs } from '@remix-run/node'
import { Link, useLoaderData } from '@remix-run/react'
import { z } from 'zod'
import { HowMatched } from '#app/components/bank/how-matched.tsx'
import { PlaceLink } from '#app/components/bank/place-link.tsx'
import { useDay } from '#app/components/bank/use-day.ts'
import { DataTable } from '#app/components/data-table.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import type { PageHandle } from '#app/components/page-handle.ts'
import { useWords } from '#app/components/words.ts'
import type { ListedMatch } from '#app/domain/bank/reads/list-matches.server.ts'
import { matchPage } from '#app/domain/bank/reads/match-page.server.ts'
import { organization } from '#app/domain/organization/organization.server.ts'
import { noStore } from '#app/http/no-store.ts'
import { parseParams } from '#app/http/parse-params.ts'
import { paths } from '#app/http/paths.ts'
import { requireStaff } from '#app/http/require-staff.ts'

export const handle: PageHandle = {
  hydrate: true,
  words: ['at-bank', 'reconciliation'],
  title: (t) => t('reconciliation:match.title'),
}

export const headers = noStore

export async function loader({ params, request }: LoaderFunctionArgs) {
  const staff = await requireStaff(request, 'reconciliation:read')
  const { matchId } = parseParams(params, z.object({ matchId: z.uuid() }))
  const page = await matchPage({ staff, matchId })
  if (!page) throw new Response(null, { status: 404 })
  const { timezone } = await organization()
  return { ...page, timezone }
}

/** A line of the bank and what it was in the books, each with the way to it. */
export default function Match() {
  const { t } = useWords()
  const { account, match, lines, movements, deposits, timezone } = useLoaderData<typeof loader>()
  const { money } = useFormats(timezone)
  const day = useDay(timezone)
  return (
    <div className="grid gap-8">
      <header className="grid gap-2">
        <Link to={paths.bankAccount(account.id)} className="inline-block py-1 text-s">
          {t('reconciliation:account.name', account)}
        </Link>
        <h1 className="text-2xl">{t('reconciliation:match.title')}</h1>
        <p className="measure">
          <HowMatched match={match} timezone={timezone} />
        </p>
        {deposits.map(({ id, reference }) => (
          <p key={id}>
            <Link to={paths.offlineBatch(id)} className="inline-block py-1">
              {t('reconciliation:match.deposit', { reference })}
            </Link>
          </p>
        ))}
      </header>
      {lines.length > 0 && (
        <DataTable
          caption={t('reconciliation:match.lines')}
          rows={lines}
          rowKey={({ id }) => String(id)}
          columns={[
            {
              key: 'day',
              header: t('reconciliation:column.day'),
              whole: true,
              cell: (line) => day(line.day),
            },
            {
              key: 'text',
              header: t('reconciliation:column.text'),
              names: true,
              cell: ({ text }) => <bdi className="break-words font-normal">{text || '–'}</bdi>,
            },
            {
              key: 'row',
              header: t('reconciliation:statement.title'),
              cell: ({ row, statementId }) => (
                <Link to={paths.bankStatement(statementId)} className="inline-block py-1">
                  {t('reconciliation:match.in_statement', { row })}
                </Link>
              ),
            },
            {
              key: 'amount',
              header: t('reconciliation:column.amount'),
              align: 'end',
              cell: ({ amount }) => money(amount),
            },
          ]}
        />
      )}
      {match.rule === 'own_transfer' && <OtherHalf match={match} />}
      {match.rule !== 'own_transfer' && movements.length === 0 && (
        <p className="text-quiet">{t('reconciliation:matches.nothing')}</p>
      )}
      {movements.length > 0 && (
        <DataTable
          caption={t('reconciliation:match.movements')}
          rows={movements}
          rowKey={({ key }) => key}
          columns={[
            {
              key: 'what',
              header: t('reconciliation:column.what'),
              names: true,
              cell: (movement) => (
                <span className="font-normal">
                  <PlaceLink {...movement} />
                </span>
              ),
            },
            {
              key: 'amount',
              header: t('reconciliation:column.amount'),
              align: 'end',
              cell: ({ amountCents }) => money(amountCents),
            },
          ]}
        />
      )}
    </div>
  )
}

/** Where the same money stands at the other account; no movement of the books is between them. */
function OtherHalf({ match }: { match: ListedMatch }) {
  const { t } = useWords()
  const { otherMatchId, otherAccount } = match
  return (
    <p className="measure">
      {t('reconciliation:match.own_transfer')}{' '}
      {otherMatchId && otherAccount && (
        <Link to={paths.bankMatch(otherMatchId)} className="inline-block py-1">
          {t('reconciliation:match.other_half', { account: otherAccount })}
        </Link>
      )}
    </p>
  )
}
