import type { Turn } from '#app/domain/on-call/turns.server.ts'
import { TurnList } from '../disbursements/turn-list.tsx'
import { useWords } from '../words.ts'

/** Whoever stands at a window at night, and needs more than the night gives, has someone to ask. */
export function WhomToCallAtNight({ turns, timezone, at }: { turns: Turn[]; timezone: string; at: Date }) {
  const { t } = useWords()
  return (
    <section aria-labelledby="whom-to-call" className="grid gap-3">
      <h2 id="whom-to-call" className="text-l">
        {t('envelope:draw.call.title')}
      </h2>
      <p className="measure">{t(turns.length > 0 ? 'envelope:draw.call' : 'envelope:draw.call.nobody')}</p>
      {turns.length > 0 && <TurnList turns={turns} timezone={timezone} at={at} />}
    </section>
  )
}
