import { isPriorityCriterion } from '#app/domain/intake/priority.ts'
import { linesOfScreening } from '#app/domain/requests/screening.ts'
import { chargeLines } from '#app/domain/vault/charge-class.ts'
import type { VaultField } from '#app/domain/vault/fields.ts'
import { useWords } from './words.ts'

type Said = { field: VaultField; value: string; request: { code: string; voicemail: boolean } | null }

/**
 * What was asked for, in the answer to the asking and nowhere else. What a request says stands with its code, and each number
 * with its own word about voicemail.
 */
export function SeenFields({ asked, seen }: { asked: VaultField[]; seen: Said[] }) {
  const { t } = useWords()
  return (
    <section aria-labelledby="seen" className="border-s-4 border-primary ps-4">
      <h2 id="seen" className="text-xl">
        {t('vault:seen.title')}
      </h2>
      <p className="measure text-s text-quiet">{t('vault:seen.lead')}</p>
      <dl className="mt-3 grid gap-x-4 gap-y-2 sm:grid-cols-[12rem_1fr]">
        {asked.map((field) => {
          const known = seen.filter((said) => said.field === field)
          return (
            <div key={field} className="contents">
              <dt className="text-quiet">{t(`vault:field.${field}`)}</dt>
              {known.length === 0 && <dd>{t('vault:seen.none')}</dd>}
              {known.map((said) => (
                <dd key={said.request?.code ?? ''} className="break-words sm:col-start-2">
                  <Value said={said} />
                </dd>
              ))}
            </div>
          )
        })}
      </dl>
    </section>
  )
}

function Value({ said: { field, value, request } }: { said: Said }) {
  const { t } = useWords()
  const shown = useShown()
  return (
    <>
      <span className="whitespace-pre-wrap">
        <bdi>{shown(field, value)}</bdi>
      </span>
      {request && (
        <span className="block text-s text-quiet">
          {t('vault:seen.request', { code: request.code })}
          {field === 'phone' && `: ${t(`vault:seen.voicemail.${request.voicemail ? 'yes' : 'no'}`)}`}
        </span>
      )}
    </>
  )
}

/** What is kept as codes is read in words. */
function useShown() {
  const { t } = useWords()
  const criterion = (code: string) => (isPriorityCriterion(code) ? t(`intake:criterion.${code}`) : code)
  return (field: VaultField, value: string): string => {
    if (field === 'charge_class')
      return chargeLines(value)
        .map(({ line, isClass }) => (isClass ? t(`vault:charge.${line}`) : line))
        .join('\n')
    if (field !== 'screening') return value
    return linesOfScreening(value)
      .map((line) => {
        if (line.kind === 'answer')
          return `${t(`intake:screening.${line.question}`)} ${t(`intake:screening.answer.${line.answer}`)}`
        if (line.kind === 'criteria')
          return `${t('intake:screening.criteria')}: ${line.met.map(criterion).join(' · ') || '–'}`
        return line.text
      })
      .join('\n')
  }
}
