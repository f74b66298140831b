import { Link } from '@remix-run/react'
import type { DisbursementPage } from '#app/domain/disbursements/reads/disbursement-page.server.ts'
import { unknownAmong } from '#app/domain/jurisdictions/judged-by.ts'
import { paths } from '#app/http/paths.ts'
import { RuleFindings } from '../rule-findings.tsx'
import { useWords } from '../words.ts'
import { type Fact, Facts } from './facts.tsx'
import { useFormats } from './use-formats.ts'

/** What the decision is about: what, for whom, how much, and what it would leave free. */
export function Decision({ page, timezone }: { page: DisbursementPage; timezone: string }) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const facts: Fact[] = [
    { key: 'fund', label: t('admin:fact.fund'), value: page.fundName },
    { key: 'purpose', label: t('admin:fact.purpose'), value: t(`admin:purpose.${page.purposeCode}`) },
    { key: 'principal', label: t('admin:fact.principal'), value: money(page.principalCeiling), number: true },
    ...(page.feesCeiling > 0n
      ? [{ key: 'fees', label: t('admin:fact.fees'), value: money(page.feesCeiling), number: true }]
      : []),
    { key: 'total', label: t('admin:fact.total'), value: <strong>{money(page.total)}</strong>, number: true },
    { key: 'payees', label: t('admin:fact.payees'), value: <Payees payees={page.payees} /> },
    { key: 'venue', label: t('admin:fact.venue'), value: page.venue },
    ...(page.court && (page.court.place || page.court.served.length > 1)
      ? [{ key: 'court', label: t('rules:court.place'), value: page.court.place ?? t('rules:court.unsaid') }]
      : []),
    { key: 'note', label: t('admin:fact.note'), value: page.evidenceNote || t('admin:fact.none') },
    { key: 'by', label: t('admin:fact.proposed_by'), value: page.proposedBy },
    { key: 'at', label: t('admin:fact.proposed_at'), value: minute(page.proposedAt) },
    ...(page.free ? [{ key: 'expires', label: t('admin:fact.expires'), value: minute(page.expiresAt) }] : []),
    ...(page.enteredUntil
      ? [{ key: 'entered', label: t('admin:fact.entered_until'), value: minute(page.enteredUntil) }]
      : []),
    {
      key: 'approvals',
      label: t('admin:fact.approvals'),
      value: <Approvals page={page} timezone={timezone} />,
    },
  ]
  return (
    <div className="grid gap-6">
      <Facts facts={facts} />
      {page.free && <Free free={page.free} isSetAside={page.state === 'approved'} timezone={timezone} />}
      <RuleFindings
        findings={page.findings}
        principal={page.wholePrincipal}
        timezone={timezone}
        among={page.court ? unknownAmong(page.court) : []}
      />
    </div>
  )
}

function Payees({ payees }: { payees: string[] }) {
  return (
    <ul>
      {payees.map((payee) => (
        <li key={payee}>{payee}</li>
      ))}
    </ul>
  )
}

function Approvals({ page, timezone }: { page: DisbursementPage; timezone: string }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  if (page.nightId) {
    return (
      <Link to={paths.envelope(page.nightId)} className="inline-block py-0.5">
        {t('envelope:of_draw')}
      </Link>
    )
  }
  return (
    <>
      <p>
        {t('admin:fact.approvals.count', { given: page.approvals.length, required: page.approvalsRequired })}
      </p>
      <ul>
        {page.approvals.map(({ by, at }) => (
          <li key={by}>{t('admin:by_at', { name: by, date: minute(at) })}</li>
        ))}
      </ul>
    </>
  )
}

type FreeProps = { free: NonNullable<DisbursementPage['free']>; isSetAside: boolean; timezone: string }

/** What the fund could still commit without this, and with it. Once this is approved, the second is what there is now. */
function Free({ free, isSetAside, timezone }: FreeProps) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  return (
    <div className="grid grid-cols-2 gap-6">
      <div>
        <p className="text-quiet">{t(isSetAside ? 'admin:free.without' : 'admin:free.before')}</p>
        <p className="figures font-display text-xl">{money(free.before)}</p>
      </div>
      <div>
        <p className="text-quiet">{t(isSetAside ? 'admin:free.now' : 'admin:free.after')}</p>
        <p className={`figures font-display text-xl ${free.after < 0n ? 'text-loss' : ''}`}>
          {money(free.after)}
        </p>
        {free.after < 0n && <p className="text-s font-semibold text-loss">{t('admin:free.short')}</p>}
      </div>
    </div>
  )
}
