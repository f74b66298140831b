import type { Preview } from '#app/domain/jurisdictions/preview-findings.server.ts'
import { RuleFindings } from './rule-findings.tsx'
import { useWords } from './words.ts'

/** What the rules of the place would say of a bond that is being written down, and how near its limits are. */
export function RulePreview({ preview, timezone }: { preview: Preview; timezone: string }) {
  const { t } = useWords()
  const { findings, counts, principalCents, isUnderRules } = preview
  return (
    <div className="grid gap-3" role="status">
      {findings.length === 0 && (
        <p className="measure">{t(isUnderRules ? 'rules:preview.quiet' : 'rules:preview.none')}</p>
      )}
      <RuleFindings
        findings={findings}
        principal={principalCents}
        timezone={timezone}
        among={preview.placeAmong}
      />
      {counts.map(({ code, place, counted, bondCount, periodDays }) => (
        <p key={code} className="measure">
          {t('rules:preview.count', {
            code,
            place,
            counted,
            limit: bondCount,
            days: periodDays,
            next: counted + 1,
          })}
        </p>
      ))}
    </div>
  )
}
