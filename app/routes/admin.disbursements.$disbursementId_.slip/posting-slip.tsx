import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import { TurnList } from '#app/components/disbursements/turn-list.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Notice } from '#app/components/notice.tsx'
import { useWords } from '#app/components/words.ts'
import type { Slip } from '#app/domain/postings/slip/open-slip.server.ts'
import { slipFieldsOf } from '#app/domain/postings/slip/slip-fields.ts'
import { PrintButton } from './print-button.tsx'

type Props = { slip: Slip; timezone: string; enterAt: string | null }

/** One sheet with everything that the window asks for. What is not known is a line to write on. */
export function PostingSlip({ slip, timezone, enterAt }: Props) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const lacking = slipFieldsOf(slip.kind).filter((field) => !slip.person[field])
  return (
    <>
      <div className="no-print grid justify-items-start gap-4">
        {lacking.length > 0 && (
          <Notice title={t('window:identity.lacking')}>
            <p>{lacking.map((field) => t(`vault:field.${field}`)).join(', ')}</p>
            {enterAt && (
              <Link to={enterAt} className="inline-block py-0.5">
                {t('window:identity.enter')}
              </Link>
            )}
          </Notice>
        )}
        <PrintButton>{t('window:slip.print')}</PrintButton>
      </div>
      <article className="slip grid gap-4">
        <header className="flex flex-wrap items-baseline justify-between gap-x-6 border-b border-edge pb-2">
          <h1 className="text-2xl">{t('window:slip.title')}</h1>
          <p>
            {slip.parts.length > 0 ? slip.parts.map((part) => part.fundName).join(', ') : slip.fundName} ·{' '}
            {t(`admin:kind.${slip.kind}`)} <span className="figures">{slip.caseCode}</span>
          </p>
        </header>
        <Person slip={slip} />
        <Window slip={slip} />
        <Ceilings slip={slip} timezone={timezone} />
        <ByHand />
        <footer className="grid gap-1 border-t border-edge pt-2 text-s">
          <p>
            {t('window:slip.printed', { at: minute(slip.openedAt), name: slip.openedBy })}{' '}
            {slip.posterName && t('window:slip.for', { name: slip.posterName })}
          </p>
          <p className="font-semibold">{t('window:slip.destroy')}</p>
        </footer>
      </article>
    </>
  )
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid break-inside-avoid gap-1.5">
      <h2 className="text-l">{title}</h2>
      {children}
    </section>
  )
}

type Row = { key: string; label: string; value: ReactNode }

/** A line to write on stands where nothing is known. */
const Rows = ({ rows }: { rows: Row[] }) => (
  <dl className="grid grid-cols-[minmax(7rem,11rem)_1fr] gap-x-4">
    {rows.map(({ key, label, value }) => (
      <div key={key} className="contents">
        <dt className="border-b border-hairline py-1 text-quiet">{label}</dt>
        <dd className="min-h-8 break-words border-b border-hairline py-1 font-semibold">{value}</dd>
      </div>
    ))}
  </dl>
)

function Person({ slip: { kind, person } }: { slip: Slip }) {
  const { t } = useWords()
  return (
    <Part title={t('window:slip.person')}>
      <Rows
        rows={slipFieldsOf(kind).map((field) => ({
          key: field,
          label: field === 'name' ? t('window:slip.legal_name') : t(`vault:field.${field}`),
          value: person[field] && <bdi>{person[field]}</bdi>,
        }))}
      />
    </Part>
  )
}

function Window({ slip }: { slip: Slip }) {
  const { t } = useWords()
  const { hours, methods, papers, way } = slip.details
  const isImmigration = slip.kind === 'immigration_bond'
  return (
    <Part title={t('window:slip.window')}>
      <Rows
        rows={[
          {
            key: 'venue',
            label: isImmigration ? t('window:slip.ice_office') : t('admin:fact.venue'),
            value: slip.venue,
          },
          ...(isImmigration
            ? [{ key: 'way', label: t('window:detail.way'), value: way && t(`window:way.${way}`) }]
            : []),
          { key: 'hours', label: t('window:detail.hours'), value: hours },
          { key: 'methods', label: t('window:detail.methods'), value: methods },
          { key: 'papers', label: t('window:detail.papers'), value: papers },
          { key: 'payees', label: t('window:slip.payee'), value: slip.payees.join(' · ') },
        ]}
      />
    </Part>
  )
}

function Ceilings({ slip, timezone }: { slip: Slip; timezone: string }) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const unanswered = slip.parts.filter((part) => !slip.onCall.some(({ fundId }) => fundId === part.fundId))
  return (
    <Part title={t('window:slip.ceilings')}>
      <Rows
        rows={[
          {
            key: 'principal',
            label: t(slip.familyHeld > 0n ? 'window:slip.own_part' : 'window:slip.principal'),
            value: <span className="figures">{money(slip.principalCeiling)}</span>,
          },
          ...slip.parts.map((part) => ({
            key: part.fundId,
            label: t('window:slip.of_fund', { fund: part.fundName }),
            value: <span className="figures">{money(part.principalCents)}</span>,
          })),
          {
            key: 'fees',
            label: t('window:slip.fees'),
            value: <span className="figures">{money(slip.feesCeiling)}</span>,
          },
          ...(slip.familyHeld > 0n
            ? [
                {
                  key: 'family',
                  label: t('window:slip.family'),
                  value: <span className="figures">{money(slip.familyHeld)}</span>,
                },
                {
                  key: 'together',
                  label: t('window:slip.together'),
                  value: (
                    <span className="figures">
                      {money(slip.principalCeiling + slip.feesCeiling + slip.familyHeld)}
                    </span>
                  ),
                },
              ]
            : []),
          { key: 'until', label: t('window:mine.until'), value: minute(slip.expiresAt) },
        ]}
      />
      <p className="font-semibold">
        {slip.onCall.length > 0 ? t('window:slip.higher') : t('window:slip.higher_nobody')}
      </p>
      {slip.onCall.length > 0 && slip.parts.length > 0 && <p>{t('window:slip.higher_each')}</p>}
      <TurnList turns={slip.onCall} timezone={timezone} at={slip.openedAt} funds={slip.parts} />
      {slip.onCall.length > 0 &&
        unanswered.map((part) => (
          <p key={part.fundId} className="font-semibold">
            {t('window:slip.nobody_of', { fund: part.fundName })}
          </p>
        ))}
    </Part>
  )
}

/** What happened at the window, to be entered afterwards. */
function ByHand() {
  const { t } = useWords()
  return (
    <Part title={t('window:slip.by_hand')}>
      <Rows
        rows={(['receipt', 'principal_paid', 'fees_paid', 'method_used', 'time'] as const).map((key) => ({
          key,
          label: t(`window:slip.${key}`),
          value: null,
        }))}
      />
    </Part>
  )
}
