import type { Turn } from '#app/domain/on-call/turns.server.ts'
import { PhoneLink } from '../phone-link.tsx'
import { useWords } from '../words.ts'
import { useFormats } from './use-formats.ts'

type Props = {
  turns: Turn[]
  timezone: string
  at: Date
  /** Whose yes it is, where each of several funds must say one. */
  funds?: { fundId: string; fundName: string }[]
}

/** Who to call, and until when they answer. */
export function TurnList({ turns, timezone, at, funds = [] }: Props) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  return (
    <ul className="grid gap-1">
      {turns.map(({ id, fundId, name, phone, startsAt, endsAt }) => (
        <li key={id} className="flex flex-wrap items-baseline gap-x-4">
          <span className="font-semibold">
            <bdi>{name}</bdi>
          </span>
          <PhoneLink phone={phone} />
          {funds
            .filter((fund) => fund.fundId === fundId)
            .map(({ fundName }) => (
              <bdi key={fundId}>{fundName}</bdi>
            ))}
          <span className="text-s text-quiet">
            {startsAt <= at
              ? t('window:turn.until', { until: minute(endsAt) })
              : t('window:turn.from_until', { from: minute(startsAt), until: minute(endsAt) })}
          </span>
        </li>
      ))}
    </ul>
  )
}
