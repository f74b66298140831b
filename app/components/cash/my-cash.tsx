import { Link } from '@remix-run/react'
import type { MyAdvance } from '#app/domain/cash/reads/my-cash.server.ts'
import { paths } from '#app/http/paths.ts'
import { DataTable } from '../data-table.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'

/** The cash that this person carries: for what, what is left of it, and until when it is accounted for. */
export function MyCash({ advances, timezone }: { advances: MyAdvance[]; timezone: string }) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  if (advances.length === 0) return null
  const by = (date: Date, isLate: boolean) => (
    <span className={isLate ? 'text-loss' : ''}>
      {isLate ? t('admin:waiting.late', { date: minute(date) }) : minute(date)}
    </span>
  )
  return (
    <section aria-labelledby="my-cash" className="grid gap-3">
      <h2 id="my-cash" className="text-xl">
        {t('cash:mine.title')}
      </h2>
      <p className="measure text-quiet">{t('cash:mine.lead')}</p>
      <DataTable
        caption={t('cash:mine.caption', { count: advances.length })}
        columns={[
          { key: 'for', header: t('cash:out.for'), names: true, cell: (advance) => <Covers {...advance} /> },
          {
            key: 'amount',
            header: t('cash:column.amount'),
            align: 'end',
            cell: ({ amountCents }) => money(amountCents),
          },
          {
            key: 'spent',
            header: t('cash:mine.spent'),
            align: 'end',
            cell: ({ spentCents }) => money(spentCents),
          },
          {
            key: 'brought_back',
            header: t('cash:mine.brought_back'),
            align: 'end',
            cell: ({ broughtBackCents, unsignedCents }) => (
              <>
                {money(broughtBackCents)}
                {unsignedCents > 0n && (
                  <span className="block font-normal">
                    {t('cash:mine.unsigned', { amount: money(unsignedCents) })}
                  </span>
                )}
              </>
            ),
          },
          {
            key: 'left',
            header: t('cash:mine.left'),
            align: 'end',
            cell: ({ leftCents, waits }) =>
              waits ? t('cash:advance.waiting') : <strong>{money(leftCents)}</strong>,
          },
          {
            key: 'back',
            header: t('cash:column.due'),
            cell: ({ due }) => due && by(due.back, due.isBackLate),
          },
          {
            key: 'receipts',
            header: t('cash:column.receipts'),
            cell: ({ due }) => due && by(due.receipts, due.areReceiptsLate),
          },
          { key: 'fund', header: t('admin:fact.fund'), cell: ({ fundName }) => fundName },
        ]}
        rows={advances}
        rowKey={({ id }) => id}
      />
    </section>
  )
}

function Covers({ covers, waits }: MyAdvance) {
  const { t } = useWords()
  if (covers.length === 0) return t('cash:out.float')
  return (
    <ul>
      {covers.map(({ disbursementId, caseCode, state, isTheirs }) => (
        <li key={disbursementId} className="flex flex-wrap gap-x-3">
          {isTheirs ? (
            <Link
              to={paths.posting(disbursementId)}
              className="figures inline-block whitespace-nowrap py-0.5"
            >
              {caseCode}
            </Link>
          ) : (
            <span className="figures whitespace-nowrap">{caseCode}</span>
          )}
          {state && !waits && <span className="font-normal">{t(`cash:mine.state.${state}`)}</span>}
        </li>
      ))}
    </ul>
  )
}
