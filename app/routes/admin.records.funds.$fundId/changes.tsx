import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Timeline } from '#app/components/timeline.tsx'
import { useWords } from '#app/components/words.ts'
import type { FundChange } from '#app/domain/records/fund-record.server.ts'

/** What was changed about the fund's state and what it keeps back, the newest first. */
export function Changes({ changes, timezone }: { changes: FundChange[]; timezone: string }) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  const said = ({ kind }: FundChange, value: string) =>
    kind === 'reserve' ? money(BigInt(value)) : t(`records:fund.state.${value}`)
  return (
    <section className="grid gap-3">
      <h2 className="text-xl">{t('records:fund.changes')}</h2>
      {changes.length === 0 && <p className="text-quiet">{t('records:fund.changes.none')}</p>}
      <Timeline
        steps={changes.map((change) => ({
          key: change.key,
          title: t(`records:fund.change.${change.kind}`, {
            from: change.from === null ? '–' : said(change, change.from),
            to: said(change, change.to),
          }),
          when: minute(change.at),
          note: change.by === null ? t('admin:audit.actor.system') : <bdi>{change.by}</bdi>,
        }))}
      />
    </section>
  )
}
