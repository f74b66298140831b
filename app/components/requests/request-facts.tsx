import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { Facts } from '../disbursements/facts.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
import { StateMark } from '../state-mark.tsx'
import { useWords } from '../words.ts'
import type { RequestFrame } from './request-frame.ts'

/** What the vault holds of this request. Here it is only said that it is there. */
const sealed = ['name', 'facility', 'phone', 'contact'] as const

/** What a request says without naming anyone. */
export function RequestFacts({ page, timezone }: Pick<RequestFrame, 'page' | 'timezone'>) {
  const { t } = useWords()
  const { minute, day } = useFormats(timezone)
  const veil = (
    <span className="text-quiet">
      <span aria-hidden="true">•••••• </span>
      {t('intake:fact.sealed')}
    </span>
  )
  return (
    <div className="grid gap-4">
      <Facts
        facts={[
          { key: 'fund', label: t('intake:fact.fund'), value: page.fundName },
          { key: 'received', label: t('intake:fact.received'), value: minute(page.receivedAt) },
          {
            key: 'source',
            label: t('intake:fact.source'),
            value: (
              <>
                {t(`intake:source.${page.source}`)}
                {page.partner && (
                  <>
                    : <bdi>{page.partner}</bdi>
                  </>
                )}
                {page.enteredBy && (
                  <span className="text-quiet"> {t('intake:fact.entered_by', { name: page.enteredBy })}</span>
                )}
              </>
            ),
          },
          { key: 'by', label: t('intake:fact.asked_by'), value: t(`intake:asked_by.${page.askedBy}`) },
          {
            key: 'voicemail',
            label: t('intake:fact.voicemail'),
            value: t(`intake:voicemail.${page.voicemail ? 'yes' : 'no'}`),
          },
          {
            key: 'knows',
            label: t('intake:fact.person_knows'),
            value: t(`intake:person_knows.${page.personKnows}`),
          },
          {
            key: 'screening',
            label: t('intake:fact.screening'),
            value: page.screening ? (
              <>
                <StateMark progress={page.screening.clear ? 'done' : 'waiting'}>
                  {t(page.screening.clear ? 'intake:screening.clear' : 'intake:screening.to_look_at')}
                </StateMark>
                <span className="block text-s text-quiet">
                  {t('admin:by_at', { name: page.screening.by, date: minute(page.screening.at) })}
                </span>
              </>
            ) : (
              <span className="text-quiet">{t('intake:screening.not_yet')}</span>
            ),
          },
          ...(page.erasedAt || !page.screening
            ? []
            : [{ key: 'criteria', label: t('intake:fact.criteria'), value: veil }]),
          ...(page.erasedAt
            ? []
            : sealed.map((field) => ({ key: field, label: t(`intake:fact.${field}`), value: veil }))),
        ]}
      />
      {!page.erasedAt && page.mayOpenVault && (
        <p>
          <Link to={paths.casePerson(page.personId)} className="inline-block py-0.5">
            {t('intake:request.vault')}
          </Link>
        </p>
      )}
      {page.erasedAt && <p>{t('intake:request.erased', { date: day(page.erasedAt) })}</p>}
    </div>
  )
}
