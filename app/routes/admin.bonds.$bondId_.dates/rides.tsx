import { Confirm } from '#app/components/confirm.tsx'
import { CodeChoice } from '#app/components/dates/code-choice.tsx'
import { ActForm } from '#app/components/disbursements/act-form.tsx'
import { useEntries } from '#app/components/disbursements/use-entries.ts'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { Field } from '#app/components/field.tsx'
import { useWords } from '#app/components/words.ts'
import { drivers, takesRideHome, wantsRide } from '#app/domain/rides/ride.ts'
import { paths } from '#app/http/paths.ts'
import { answerTo, type CasePart } from './answers.ts'

type Rides = CasePart & {
  /** The date that is driven to; empty of the ride home. */
  to: string
  wanted: boolean
  /** Whether somebody may still drive there. */
  isOpen: boolean
}

/** Who drives to one date, or that somebody is still to be found. */
export function RideToDate(of: CasePart & { date: CasePart['page']['dates'][number] }) {
  const { page, date } = of
  const isOpen = date.end === null && page.takesDates && date.day >= page.today
  return <RidesTo {...of} to={date.id} wanted={wantsRide(date.calls)} isOpen={isOpen} />
}

/** Who meets them at the door. */
export function RideHome(of: CasePart) {
  const { t } = useWords()
  const { page } = of
  const isOpen = takesRideHome(page.state)
  if (!isOpen && page.rides.every(({ dateId }) => dateId !== null)) return null
  const isUnasked = !page.wantsRideHome && page.rides.every(({ dateId }) => dateId !== null)
  return (
    <section className="grid justify-items-start gap-3">
      <h2 className="text-l">{t('dates:ride.home.title')}</h2>
      {isUnasked && <p className="text-quiet">{t('dates:ride.home.not_asked')}</p>}
      <RidesTo {...of} to="" wanted={page.wantsRideHome} isOpen={isOpen} />
    </section>
  )
}

function RidesTo(of: Rides) {
  const { page, to, wanted, isOpen, timezone } = of
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  const rides = page.rides.filter(({ dateId }) => (dateId ?? '') === to)
  const standing = rides.some(({ takenBack }) => !takenBack)
  return (
    <div className="grid justify-items-start gap-3">
      {isOpen && wanted && !standing && (
        <p className="font-semibold text-loss">
          {t(to === '' ? 'dates:ride.home.waits' : 'dates:ride.waits')}
        </p>
      )}
      {rides.map((ride) => (
        <div key={ride.id} className="grid justify-items-start gap-2">
          <p className={ride.takenBack ? 'text-s text-quiet' : ''}>
            {t(ride.takenBack ? 'dates:ride.taken_back' : 'dates:ride.arranged', {
              driver: t(`dates:ride.driver.${ride.driver}`),
            })}
            {ride.word !== '' && !ride.takenBack && (
              <>
                {' · '}
                <bdi>{ride.word}</bdi>
              </>
            )}
            <span className="text-s text-quiet">
              {' '}
              ·{' '}
              {t('admin:by_at', {
                name: ride.takenBack?.by ?? ride.by,
                date: minute(ride.takenBack?.at ?? ride.at),
              })}
            </span>
          </p>
          {isOpen && !ride.takenBack && <TakingBack {...of} rideId={ride.id} />}
        </div>
      ))}
      {isOpen && !standing && <Arranging {...of} />}
    </div>
  )
}

function TakingBack({ page, answer, rideId }: Rides & { rideId: string }) {
  const { t } = useWords()
  const entries = useEntries(answerTo(answer, 'take_back_ride', { rideId }))
  return (
    <ActForm
      action={paths.bondDates(page.id)}
      refusal={entries.refusal}
      submit={t('dates:ride.take_back')}
      tone="outline"
    >
      <input type="hidden" name="act" value="take_back_ride" />
      <input type="hidden" name="rideId" value={rideId} />
    </ActForm>
  )
}

function Arranging({ page, answer, to }: Rides) {
  const { t } = useWords()
  const own = answerTo(answer, 'arrange_ride', { dateId: to })
  const entries = useEntries(own)
  const form = `ride-${to || 'home'}`
  return (
    <Confirm key={own ? 'back' : 'first'} ask={t('dates:ride.arrange')} tone="outline" open={!!own}>
      <ActForm
        action={paths.bondDates(page.id)}
        refusal={entries.refusal}
        submit={t('dates:ride.arrange.submit')}
      >
        <input type="hidden" name="act" value="arrange_ride" />
        <input type="hidden" name="dateId" value={to} />
        <p className="measure text-s text-quiet">{t('dates:ride.arrange.lead')}</p>
        <CodeChoice
          {...{ form, entries }}
          name="driver"
          label={t('dates:ride.driver')}
          values={drivers}
          word={(value) => t(`dates:ride.driver.${value}`)}
        />
        <Field
          id={`${form}-word`}
          name="word"
          label={t('dates:ride.word')}
          hint={t('dates:ride.word.hint')}
          maxLength={60}
          defaultValue={entries.value('word')}
          error={entries.error('word')}
        />
      </ActForm>
    </Confirm>
  )
}
