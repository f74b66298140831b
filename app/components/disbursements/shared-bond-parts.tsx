import { Link } from '@remix-run/react'
import type { SharedPart } from '#app/domain/disbursements/shared-bonds/shared-bond-parts.server.ts'
import { paths } from '#app/http/paths.ts'
import { DataTable } from '../data-table.tsx'
import { useWords } from '../words.ts'
import { CaseState } from './case-state.tsx'
import { useFormats } from './use-formats.ts'

/** What each fund puts into a bond that they share. Of another fund no more than how much, and how far it is. */
export function SharedParts({ shared }: { shared: { id: string; parts: SharedPart[] } }) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const whole = shared.parts.reduce((sum, { principalCents }) => sum + principalCents, 0n)
  return (
    <div className="mt-6 grid gap-2">
      <p>
        <Link to={paths.sharedBond(shared.id)} className="inline-block py-0.5">
          {t('remittance:shared.of', { count: shared.parts.length, whole: money(whole) })}
        </Link>
      </p>
      <PartsTable parts={shared.parts} />
    </div>
  )
}

export function PartsTable({ parts }: { parts: SharedPart[] }) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const to = ({ bondId, disbursementId }: SharedPart) =>
    (bondId && paths.bond(bondId)) ?? (disbursementId && paths.disbursement(disbursementId))
  return (
    <DataTable
      caption={t('remittance:shared.parts')}
      captionHidden
      rows={parts}
      rowKey={({ fundId }) => fundId}
      columns={[
        {
          key: 'fund',
          header: t('admin:fact.fund'),
          names: true,
          cell: (part) => {
            const address = to(part)
            return address ? (
              <Link to={address} className="inline-block py-0.5">
                {part.fundName}
              </Link>
            ) : (
              part.fundName
            )
          },
        },
        { key: 'state', header: t('admin:fact.state'), cell: ({ state }) => <CaseState state={state} /> },
        {
          key: 'principal',
          header: t('admin:fact.principal'),
          align: 'end',
          cell: ({ principalCents }) => money(principalCents),
        },
      ]}
    />
  )
}
