import { Link } from '@remix-run/react'
import type { MyNight } from '#app/domain/envelopes/reads/my-nights.server.ts'
import { paths } from '#app/http/paths.ts'
import { useFormats } from '../disbursements/use-formats.ts'
import { useWords } from '../words.ts'
import { EnvelopeStage } from './envelope-stage.tsx'
import { HoursLeft } from './hours-left.tsx'

type Props = { nights: MyNight[]; timezone: string; now: Date }

/** The nights from which this person may draw, with what is left of them now. */
export function MyNights({ nights, timezone, now }: Props) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  if (nights.length === 0) return null
  return (
    <section aria-labelledby="nights" className="grid gap-3">
      <h2 id="nights" className="text-xl">
        {t('envelope:nights.title')}
      </h2>
      <p className="measure text-quiet">{t('envelope:nights.lead')}</p>
      <ul>
        {nights.map((night) => (
          <li key={night.id} className="border-b border-hairline py-2">
            <p className="flex flex-wrap items-baseline gap-x-6">
              <Link to={paths.night(night.id)} className="inline-block py-0.5">
                {night.fundName}, {minute(night.opensAt)}
              </Link>
              <EnvelopeStage stage={night.stage} />
              <HoursLeft {...night} now={now} />
            </p>
            <p className="figures">
              {t('envelope:nights.left', { left: money(night.left), count: night.bondsLeft })}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
