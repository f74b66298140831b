import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { Facts } from '../disbursements/facts.tsx'
import { useFormats } from '../disbursements/use-formats.ts'
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
