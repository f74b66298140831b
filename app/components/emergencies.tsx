import { Link } from '@remix-run/react'
import type { ReactNode } from 'react'
import type { Emergency } from '#app/domain/vault/emergency/emergencies.server.ts'
import { paths } from '#app/http/paths.ts'
import { Facts } from './disbursements/facts.tsx'
import { useFormats } from './disbursements/use-formats.ts'
import { StateMark } from './state-mark.tsx'
import { useWords } from './words.ts'

type Props = {
  emergencies: Emergency[]
  timezone: string
  /** Whether this reader may see the vault of a fund, by case code. */
  linksTo?: (emergency: Emergency) => boolean
  /** What can be done about one. */
  act?: (emergency: Emergency) => ReactNode
}

/** Records that were opened in an emergency: who, why, what was looked at, and what someone else found. */
export function Emergencies({ emergencies, timezone, linksTo, act }: Props) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  return (
    <ol className="grid gap-10">
      {emergencies.map((each) => {
        const name = each.caseCode
          ? t('doors:emergencies.case', { code: each.caseCode })
          : t('doors:emergencies.no_case')
        return (
          <li key={each.id} className="grid gap-3">
            <h3 className="text-l">
              {linksTo?.(each) ? <Link to={paths.casePerson(each.personId)}>{name}</Link> : name}
            </h3>
            <StateMark progress={progressOf(each)} sentence>
              {each.review
                ? t('doors:emergencies.found', {
                    finding: t(`doors:finding.${each.review.finding}`),
                    name: each.review.by,
                    date: minute(each.review.at),
                  })
                : t('doors:emergencies.waiting')}
            </StateMark>
            <Facts
              facts={[
                { key: 'by', label: t('doors:emergencies.by'), value: <bdi>{each.by.name}</bdi> },
                { key: 'at', label: t('doors:emergencies.at'), value: minute(each.openedAt) },
                {
                  key: 'until',
                  label: t('doors:emergencies.until'),
                  value: `${minute(each.endsAt)} · ${t(each.isOpen ? 'doors:emergencies.still_open' : 'doors:emergencies.closed')}`,
                },
                {
                  key: 'reason',
                  label: t('doors:emergencies.reason'),
                  value: t(`doors:reason.${each.reason}`),
                },
                {
                  key: 'fields',
                  label: t('doors:emergencies.fields'),
                  value:
                    each.fields.map((field) => t(`vault:field.${field}`)).join(', ') ||
                    t('doors:emergencies.nothing_seen'),
                },
                ...(each.documents.length > 0
                  ? [
                      {
                        key: 'documents',
                        label: t('doors:emergencies.documents'),
                        value: each.documents
                          .map(({ number, kind }) =>
                            kind
                              ? t('papers:documents.one', { number, kind: t(`papers:kind.${kind}`) })
                              : t('doors:emergencies.document_erased', { number }),
                          )
                          .join(', '),
                      },
                    ]
                  : []),
                ...(each.review
                  ? [
                      {
                        key: 'note',
                        label: t('doors:emergencies.note'),
                        value: t(`doors:note.${each.review.note}`),
                      },
                    ]
                  : []),
              ]}
            />
            {act?.(each)}
          </li>
        )
      })}
    </ol>
  )
}

const progressOf = ({ review }: Emergency) => {
  if (!review) return 'waiting'
  return review.finding === 'justified' ? 'done' : 'lost'
}
