import { Link } from '@remix-run/react'
import type { FundInIncident } from '#app/domain/incidents/funds-in-incident.server.ts'
import { paths } from '#app/http/paths.ts'
import { useWords } from '../words.ts'

type Props = { incidents: Pick<FundInIncident, 'incidentId' | 'fundName'>[] }

/** On every staff page of a fund whose outgoing words are stopped. Donors see nothing of it. */
export function IncidentBanner({ incidents }: Props) {
  const { t } = useWords()
  if (incidents.length === 0) return null
  return (
    <aside
      className="mb-6 border-s-4 border-loss ps-4 print:hidden"
      aria-label={t('admin:incident.banner.label')}
    >
      {incidents.map(({ incidentId, fundName }) => (
        <p key={incidentId} className="text-s">
          <strong className="text-loss">{t('admin:incident.banner', { fund: fundName })}</strong>{' '}
          <Link to={paths.incidents()} className="inline-block py-0.5">
            {t('admin:incident.banner.open')}
          </Link>
        </p>
      ))}
    </aside>
  )
}
