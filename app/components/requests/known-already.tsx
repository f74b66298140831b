import type { KnownPerson } from '#app/domain/vault/joined/suggest-known.server.ts'
import { paths } from '#app/http/paths.ts'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useWords } from '../words.ts'
import type { RequestFrame } from './request-frame.ts'

type Props = {
  page: RequestFrame['page']
  answer?: FormAnswer | undefined
  /** Whom the fund may know, by case codes; null where nobody looked. */
  found?: Pick<KnownPerson, 'caseCodes' | 'sameBy'>[] | null
}

/** Whether a request is for somebody whom the fund knows: looked for without showing anyone, and taken back until money is proposed. */
export function KnownAlready({ page, answer, found = null }: Props) {
  const { t } = useWords()
  const { refusal } = useEntries(answer)
  const action = paths.requestPerson(page.id)
  return (
    <section className="grid gap-3">
      <h2 className="text-l">{t('intake:known.title')}</h2>
      {page.knownAs ? (
        <>
          <p className="measure">{t('intake:known.joined', { codes: page.knownAs.caseCodes.join(', ') })}</p>
          {page.knownAs.isByThis && (
            <ActForm action={action} refusal={refusal} submit={t('intake:known.separate')} tone="outline">
              <input type="hidden" name="intent" value="separate" />
              <p className="measure text-s text-quiet">{t('intake:known.separate.hint')}</p>
            </ActForm>
          )}
        </>
      ) : (
        <>
          <ActForm action={action} refusal={refusal} submit={t('intake:known.look')} tone="outline">
            <input type="hidden" name="intent" value="look" />
            <p className="measure text-s text-quiet">{t('intake:known.lead')}</p>
          </ActForm>
          {found?.length === 0 && <p>{t('intake:known.nobody')}</p>}
          <ul className="grid gap-4">
            {found?.map(({ caseCodes, sameBy }) => (
              <li key={caseCodes[0]} className="grid gap-2 border-t border-hairline pt-3">
                <p>
                  <span className="figures">{caseCodes.join(', ')}</span>:{' '}
                  {sameBy.map((by) => t(`intake:known.by.${by}`)).join(', ')}
                </p>
                <ActForm action={action} refusal={null} submit={t('intake:known.join')} tone="outline">
                  <input type="hidden" name="intent" value="join" />
                  <input type="hidden" name="sameAsCase" value={caseCodes[0]} />
                </ActForm>
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
