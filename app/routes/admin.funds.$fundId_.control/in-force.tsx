import { DataTable } from '#app/components/data-table.tsx'
import { Facts } from '#app/components/disbursements/facts.tsx'
import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import type { ControlPage } from '#app/domain/funds/control-page.server.ts'

type Judged = ControlPage['inForce']
type Props = { limits: Judged; timezone: string }
type InForceProps = Props & { reviewsAreMet: boolean }

/** What holds now, and for each rule who could meet it. */
export function InForce({ limits, timezone, reviewsAreMet }: InForceProps) {
  const { t } = useWords()
  return (
    <section aria-labelledby="in-force" className="grid gap-5">
      <h2 id="in-force" className="text-xl">
        {t('control:in_force')}
      </h2>
      <Rules limits={limits} timezone={timezone} />
      <Meetings limits={limits} />
      <div className="grid gap-1">
        <h3 className="font-semibold">{t('control:reviews')}</h3>
        <p>
          <StateMark progress={reviewsAreMet ? 'done' : 'lost'}>
            {t(reviewsAreMet ? 'control:met.yes' : 'control:met.no')}
          </StateMark>
        </p>
        <p className="measure text-s text-quiet">{t('control:reviews.hint')}</p>
      </div>
    </section>
  )
}

export function Rules({ limits, timezone }: Props) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const cap = (cents: bigint | null) => (cents === null ? t('control:cap.none') : money(cents))
  return (
    <>
      <DataTable
        caption={t('control:steps')}
        rows={limits.steps.map((step, index) => ({ ...step, meeting: limits.meetings[index] }))}
        rowKey={({ fromCents }) => String(fromCents)}
        columns={[
          {
            key: 'from',
            header: t('control:steps.from'),
            names: true,
            cell: ({ fromCents }) =>
              fromCents === 0n ? t('control:steps.any') : t('control:steps.above', { sum: money(fromCents) }),
          },
          {
            key: 'approvals',
            header: t('control:steps.approvals'),
            align: 'end',
            cell: ({ approvals }) => approvals,
          },
          {
            key: 'met',
            header: t('control:steps.met'),
            cell: ({ meeting }) => (
              <StateMark progress={meeting?.isPossible ? 'done' : 'lost'}>
                {t(meeting?.isPossible ? 'control:met.yes' : 'control:met.no')}
              </StateMark>
            ),
          },
        ]}
      />
      <Facts
        facts={[
          { key: 'cap', label: t('control:cap'), value: cap(limits.capCents), number: true },
          { key: 'daily', label: t('control:daily_cap'), value: cap(limits.dailyCapCents), number: true },
          {
            key: 'hours',
            label: t('control:expiry'),
            value: t('control:hours', { count: limits.expiryHours }),
          },
        ]}
      />
    </>
  )
}

/** Who could propose, and how many others could then approve and leave someone to pay. */
function Meetings({ limits }: { limits: Judged }) {
  const { t } = useWords()
  const proposers = limits.meetings[0]?.proposers ?? []
  if (proposers.length === 0) return <p className="text-quiet">{t('control:meetings.nobody')}</p>
  const most = Math.max(...limits.steps.map(({ approvals }) => approvals))
  return (
    <DataTable
      caption={t('control:meetings')}
      stacks
      rows={proposers}
      rowKey={({ id }) => id}
      columns={[
        {
          key: 'name',
          header: t('control:meetings.proposer'),
          names: true,
          cell: ({ name }) => <bdi>{name}</bdi>,
        },
        { key: 'others', header: t('control:meetings.others'), align: 'end', cell: ({ others }) => others },
        {
          key: 'missing',
          header: t('control:meetings.missing'),
          cell: ({ others }) =>
            others >= most
              ? t('control:meetings.enough')
              : t('control:meetings.lacks', { count: most - others, most }),
        },
      ]}
    />
  )
}
