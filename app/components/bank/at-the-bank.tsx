import { Link } from '@remix-run/react'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { AtBank, SeenAtBank } from '#app/domain/bank/reads/at-the-bank.server.ts'
import { paths } from '#app/http/paths.ts'
import { useSourceWords } from './source-words.tsx'
import { useDay } from './use-day.ts'

/** Which line of which statement says that this money moved, or that none does yet. Nothing for people who do not read the bank. */
export function AtTheBank({ seen, timezone }: { seen: SeenAtBank | null; timezone: string }) {
  const { t } = useWords()
  if (!seen) return null
  const { movements, isAtStripe } = seen
  return (
    <section aria-labelledby="at-the-bank" className="grid gap-2">
      <h2 id="at-the-bank" className="text-l">
        {t('at-bank:title')}
      </h2>
      {movements.length === 0 && (
        <p className="measure text-quiet">{t(isAtStripe ? 'at-bank:at_stripe' : 'at-bank:nothing')}</p>
      )}
      {movements.length > 0 && (
        <ul className="grid">
          {movements.map((movement) => (
            <li
              key={`${movement.sourceKind} ${movement.sourceId} ${movement.account.id}`}
              className="border-t border-hairline py-2"
            >
              <Movement movement={movement} timezone={timezone} />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function Movement({ movement, timezone }: { movement: AtBank; timezone: string }) {
  const { t } = useWords()
  const words = useSourceWords()
  const { money } = useFormats(timezone)
  const day = useDay(timezone)
  const { sourceKind, amountCents, account, line } = movement
  const said = { what: words(sourceKind), amount: money(amountCents) }
  return (
    <>
      {line
        ? t('at-bank:seen', { ...said, day: day(line.day), row: line.row })
        : t('at-bank:not_seen', { ...said, day: day(movement.day) })}{' '}
      <Link
        to={line ? paths.bankMatch(line.matchId) : paths.bankAccount(account.id)}
        className="inline-block py-0.5"
      >
        {t(line ? 'at-bank:line' : 'at-bank:account')}
      </Link>
    </>
  )
}
