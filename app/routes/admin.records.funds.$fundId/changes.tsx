import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Timeline } from '#app/components/timeline.tsx'
import { useWords } from '#app/components/words.ts'
import type { FundChange } from '#app/domain/records/fund-changes.server.ts'

/** What was changed about the fund, and what stopped it, the newest first: who, and who agreed. */
export function Changes({ changes, timezone }: { changes: FundChange[]; timezone: string }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const title = useTitles()
  return (
    <section className="grid gap-3">
      <h2 className="text-xl">{t('records:fund.changes')}</h2>
      {changes.length === 0 && <p className="text-quiet">{t('records:fund.changes.none')}</p>}
      <Timeline
        steps={changes.map((change) => ({
          key: change.key,
          title: title(change),
          when: minute(change.at),
          note: <People change={change} />,
        }))}
      />
    </section>
  )
}

function useTitles(): (change: FundChange) => string {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  const cap = (cents: bigint | null) => (cents === null ? t('control:cap.none') : money(cents))
  const state = (value: string | null) => (value === null ? '–' : t(`records:fund.state.${value}`))
  const reserve = (value: string | null) => (value === null ? '–' : money(BigInt(value)))
  return (change) => {
    const { kind, to } = change
    if (kind === 'state') return t('records:fund.change.state', { from: state(change.from), to: state(to) })
    if (kind === 'reserve')
      return t('records:fund.change.reserve', { from: reserve(change.from), to: reserve(to) })
    if (kind === 'place' || kind === 'place_ended') return t(`records:fund.change.${kind}`, { place: to })
    if (kind === 'purpose') return t('records:fund.change.purpose', { version: Number(to) })
    if (kind !== 'limits')
      return t(`records:fund.change.${kind}`, { reason: t(`records:incident.reason.${to}`) })
    const steps = change.steps.map(({ fromCents, approvals }) =>
      t('records:fund.limits.step', { from: money(fromCents), count: approvals }),
    )
    return t('records:fund.change.limits', {
      ...{ steps: steps.join(', '), cap: cap(change.capCents), daily: cap(change.dailyCapCents) },
      hours: t('control:hours', { count: Number(to) }),
    })
  }
}

function People({ change: { by, agreed } }: { change: FundChange }) {
  const { t } = useWords()
  const first = by === null ? t('admin:audit.actor.system') : <bdi>{by}</bdi>
  if (agreed === null) return first
  return (
    <>
      {first} · {t('records:fund.change.agreed')} <bdi>{agreed}</bdi>
    </>
  )
}
