import { Link } from '@remix-run/react'
import { DataTable } from '#app/components/data-table.tsx'
import { Pagination } from '#app/components/pagination.tsx'
import { useWords } from '#app/components/words.ts'
import type { ImportPage } from '#app/domain/imports/import-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { heldBy } from './held-by.ts'

/** Whom the undoing left, each with why. The address itself is on the donor's page, for whoever may open it. */
export function Stayed({ page, isFurther }: { page: ImportPage; isFurther: boolean }) {
  const { t } = useWords()
  if (!page.stayed) return null
  const { count, donors, next } = page.stayed
  const here = paths.importBatch(page.id)
  return (
    <section id="stayed" aria-labelledby="stayed-title" className="grid gap-3">
      <h2 id="stayed-title" className="text-l">
        {t('imports:stayed.title')}
      </h2>
      <p className="measure text-quiet">{t('imports:stayed.lead', { count })}</p>
      {donors.length > 0 && (
        <DataTable
          caption={t('imports:stayed.title')}
          captionHidden
          stacks
          rows={donors}
          rowKey={({ donorId }) => donorId}
          columns={[
            {
              key: 'donor',
              header: t('imports:rows.donor'),
              names: true,
              cell: ({ donorId, isKnown, email, name }) =>
                isKnown ? (
                  <Link to={paths.donorRecord(donorId)}>{email ?? name}</Link>
                ) : (
                  t('imports:found.elsewhere')
                ),
            },
            {
              key: 'because',
              header: t('imports:stayed.because'),
              prose: true,
              cell: ({ because }) => (
                <ul className="grid gap-1">
                  {[...new Set(because.map(heldBy))].map((what) => (
                    <li key={what}>{t(`imports:undo.used.${what}`)}</li>
                  ))}
                  {because.length === 0 && <li>{t('imports:stayed.nothing_now')}</li>}
                </ul>
              ),
            },
            {
              key: 'lines',
              header: t('imports:stayed.lines'),
              cell: ({ lines }) => (lines.length > 0 ? lines.join(', ') : t('imports:stayed.no_gift')),
            },
          ]}
        />
      )}
      <Pagination
        first={isFurther ? `${here}#stayed` : null}
        next={next === null ? null : `${here}?stayed=${next}#stayed`}
      />
    </section>
  )
}
