import { Notice } from '#app/components/notice.tsx'
import { StateMark } from '#app/components/state-mark.tsx'
import { useWords } from '#app/components/words.ts'
import type { SolicitingRule } from '#app/domain/jurisdictions/soliciting.server.ts'

/** Rules of the fund's places on asking for gifts: those that stop it, and those that counsel has yet to look at. */
export function OnAsking({ rules }: { rules: SolicitingRule[] }) {
  const { t } = useWords()
  if (rules.length === 0) return null
  const blocked = rules.some(({ blocks }) => blocks)
  return (
    <section aria-labelledby="asking" className="grid gap-3">
      <h2 id="asking" className="text-xl">
        {t('rules:asking.title')}
      </h2>
      <p className="measure">{t(blocked ? 'rules:asking.blocked' : 'rules:asking.warned')}</p>
      {rules.map(({ id, code, version, place, summary, blocks }) => (
        <Notice
          key={id}
          tone={blocks ? 'refusal' : 'info'}
          title={
            <StateMark progress={blocks ? 'lost' : 'waiting'} sentence>
              {t('rules:asking.rule', { code, version, place })}
            </StateMark>
          }
        >
          <bdi>{summary}</bdi>
          {!blocks && <p className="text-quiet">{t('rules:finding.unreviewed')}</p>}
        </Notice>
      ))}
    </section>
  )
}
