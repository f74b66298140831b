import type { Finding } from '#app/domain/jurisdictions/judge.ts'
import { useFormats } from './disbursements/use-formats.ts'
import { StateMark } from './state-mark.tsx'
import { useWords } from './words.ts'

type Props = {
  findings: Finding[]
  principal: bigint
  timezone: string
  /** Where nobody said in which place the court lies: the places whose rules were asked together. */
  among: string[]
}

/** What the rules of the place say about a bond, with figures and sources: what blocks first. */
export function RuleFindings({ findings, principal, timezone, among }: Props) {
  const { t } = useWords()
  if (findings.length === 0) return null
  return (
    <section aria-labelledby="rules" className="grid gap-3">
      <h2 id="rules" className="text-l">
        {t('rules:finding.title')}
      </h2>
      {among.length > 0 && (
        <p className="measure">{t('rules:finding.among', { places: among.join(', ') })}</p>
      )}
      <ul className="grid gap-4">
        {findings.map((finding) => (
          <li
            key={finding.id}
            className={`border-s-4 ps-4 ${finding.blocks ? 'border-loss' : 'border-primary'}`}
          >
            <p className="font-semibold">
              <StateMark progress={finding.blocks ? 'lost' : 'waiting'}>
                {t(`rules:finding.${finding.blocks ? 'blocks' : 'warns'}`)}
              </StateMark>
            </p>
            <Said finding={finding} principal={principal} timezone={timezone} />
          </li>
        ))}
      </ul>
    </section>
  )
}

function Said({ finding, principal, timezone }: { finding: Finding; principal: bigint; timezone: string }) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const { code, version, place, source, readOn, capCents, bondCount, periodDays, counted } = finding
  const { kind, certifiedUntil, daysLeft, lapsedOn, charge } = finding
  const { day } = useFormats('UTC')
  const on = (date: string) => day(new Date(`${date}T00:00:00Z`))
  const date = on(readOn)
  return (
    <>
      {capCents !== null && (
        <p>{t('rules:finding.cap', { cap: money(capCents), principal: money(principal) })}</p>
      )}
      {bondCount !== null && (
        <p>{t('rules:finding.period', { limit: bondCount, days: periodDays ?? 0, counted })}</p>
      )}
      {charge && <p>{t(`rules:finding.charge.${charge}`)}</p>}
      {kind === 'certificate' && (
        <p>
          {certifiedUntil
            ? t('rules:finding.certified', { date: on(certifiedUntil), days: daysLeft ?? 0 })
            : lapsedOn
              ? t('rules:finding.lapsed', { date: on(lapsedOn) })
              : t('rules:finding.uncertified')}
        </p>
      )}
      <p className="measure">
        <bdi>{finding.summary}</bdi>
      </p>
      <p className="text-s text-quiet">{t('rules:finding.source', { code, version, place, source, date })}</p>
      {finding.clearance?.confirmedBy && (
        <p className="text-s">
          {t('rules:finding.cleared', {
            counsel: finding.clearance.counsel,
            by: finding.clearance.recordedBy,
            confirmed: finding.clearance.confirmedBy,
          })}
        </p>
      )}
      {!finding.reviewed && <p className="text-s text-quiet">{t('rules:finding.unreviewed')}</p>}
    </>
  )
}
