import type { RefusalParams } from '#app/domain/refusal.ts'
import { refusalWords } from '#app/words/refusal-words.ts'
import { useWords } from '../words.ts'

type Reason = { act: string; why: { code: string; params: RefusalParams } | null }

/** For each act that is someone else's to do: the reason why. */
export function WhyNot({ reasons }: { reasons: Reason[] }) {
  const { t, i18n } = useWords()
  const shut = reasons.filter(({ why }) => why !== null)
  if (shut.length === 0) return null
  return (
    <section>
      <h2 className="text-l">{t('admin:why_not.title')}</h2>
      <dl className="mt-2 grid gap-2">
        {shut.map(({ act, why }) => (
          <div key={act}>
            <dt className="font-semibold">{act}</dt>
            <dd className="measure text-s text-quiet">{why && refusalWords(i18n, why)}</dd>
          </div>
        ))}
      </dl>
    </section>
  )
}
