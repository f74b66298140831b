import { Link } from '@remix-run/react'
import { paths } from '#app/http/paths.ts'
import { ActForm } from '../disbursements/act-form.tsx'
import { type FormAnswer, useEntries } from '../disbursements/use-entries.ts'
import { useWords } from '../words.ts'
import type { RequestFrame } from './request-frame.ts'

type Props = { page: RequestFrame['page']; answer?: FormAnswer | undefined }

/** The cases of a request, each with money of its own, and a way to add one. */
export function AddCase({ page, answer }: Props) {
  const { t } = useWords()
  const { refusal } = useEntries(answer)
  return (
    <section className="grid gap-3">
      <h2 className="text-l">{t('intake:cases.title')}</h2>
      <ul className="grid gap-2">
        {page.caseCodes.map((code) => (
          <li key={code} className="flex flex-wrap items-baseline gap-x-4">
            <span className="figures">{code}</span>
            {page.mayPropose && (
              <Link to={paths.newDisbursementFor(code)} className="inline-block py-0.5 text-s">
                {t('intake:request.propose')}
              </Link>
            )}
          </li>
        ))}
      </ul>
      {page.mayAddCase && (
        <ActForm
          action={paths.requestCase(page.id)}
          refusal={refusal}
          submit={t('intake:cases.add')}
          tone="outline"
        >
          <p className="measure text-s text-quiet">{t('intake:cases.lead')}</p>
        </ActForm>
      )}
    </section>
  )
}
