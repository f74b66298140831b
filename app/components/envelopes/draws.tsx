import { Link } from '@remix-run/react'
import type { EnvelopePage } from '#app/domain/envelopes/reads/envelope-page.server.ts'
import { paths } from '#app/http/paths.ts'
import { Confirm } from '../confirm.tsx'
import type { Factors } from '../disbursements/approval-form.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { StateMark } from '../state-mark.tsx'
import { Timeline } from '../timeline.tsx'
import { useWords } from '../words.ts'
import { ConfirmationForm } from './confirmation-form.tsx'

type Draw = EnvelopePage['draws'][number]
type Props = { page: EnvelopePage; timezone: string; factors: Factors }

/** Each draw in its order, with who looked at it afterwards or until when someone has to. */
export function Draws({ page, timezone, factors }: Props) {
  const { t } = useWords()
  const { money, minute } = useFormats(timezone)
  if (page.draws.length === 0) return <p className="text-quiet">{t('envelope:draws.none')}</p>
  return (
    <Timeline
      steps={page.draws.map((draw) => ({
        key: draw.disbursementId,
        title: (
          <>
            <Link
              to={draw.bondId ? paths.bond(draw.bondId) : paths.disbursement(draw.disbursementId)}
              className="figures inline-block py-0.5"
            >
              {draw.caseCode}
            </Link>{' '}
            <span className="figures">{money(draw.amount)}</span>
          </>
        ),
        when: t('envelope:draws.drawn', { name: draw.by, moment: minute(draw.at) }),
        note: (
          <>
            <EnteredLater page={page} draw={draw} timezone={timezone} />
            <Looked page={page} draw={draw} timezone={timezone} factors={factors} />
          </>
        ),
      }))}
    />
  )
}

const minuteLong = 60_000

/** What was entered long after it was paid is compared with the time that its receipt bears. */
function EnteredLater({ page, draw, timezone }: Pick<Props, 'page' | 'timezone'> & { draw: Draw }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  if (!draw.enteredAt || draw.late < minuteLong) return null
  const minutes = Math.floor(draw.late / minuteLong)
  const said = { minutes, hours: Math.floor(minutes / 60), moment: minute(draw.enteredAt) }
  const wasOver = draw.enteredAt >= page.closesAt
  return (
    <p className="measure">
      {t(minutes < 60 ? 'envelope:draws.minutes_later' : 'envelope:draws.hours_later', said)}{' '}
      {t(wasOver ? 'envelope:draws.after_the_close' : 'envelope:draws.compare')}
    </p>
  )
}

function Looked({ page, draw, timezone, factors }: Props & { draw: Draw }) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  if (draw.confirmed) {
    return (
      <StateMark progress="done" sentence>
        {t('envelope:draws.confirmed', { name: draw.confirmed.by, moment: minute(draw.confirmed.at) })}
      </StateMark>
    )
  }
  return (
    <div id={`draw-${draw.disbursementId}`} className="grid gap-3">
      <StateMark progress={draw.overdue ? 'lost' : 'waiting'} sentence>
        {t(draw.overdue ? 'envelope:draws.overdue' : 'envelope:draws.due', {
          moment: minute(draw.confirmBy),
        })}
      </StateMark>
      {!draw.whyNotConfirm && (
        <Confirm ask={t('envelope:confirmation.title')} tone="outline">
          <ConfirmationForm page={page} draw={draw} timezone={timezone} factors={factors} />
        </Confirm>
      )}
    </div>
  )
}
