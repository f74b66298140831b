import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { AuditRow } from '#app/domain/audit/list-audit.server.ts'

/** Where the words for a code may stand in the catalog of staff pages, by what the detail calls it. */
const families: Record<string, string[]> = {
  purpose: ['purpose'],
  method: ['method', 'audit.method'],
  from: ['state', 'intake:state', 'records:fund.state'],
  to: ['state', 'intake:state', 'records:fund.state'],
  knownFrom: ['known'],
  outcome: ['bond.release'],
  role: ['role'],
  reason: [
    'audit.reason',
    'rejection.reason',
    'cancellation.reason',
    'forecast:reason',
    'records:incident.reason',
    'records:finding',
  ],
  as: ['audit.as'],
  why: ['suspense.reason'],
  kind: ['recovery:kind', 'vault:kind', 'rules:kind'],
  drawnTo: ['recovery:drawnTo'],
  effect: ['rules:effect'],
  note: ['recovery:note'],
  format: ['records:format'],
  result: ['records:result'],
  scope: ['vault:scope'],
}

/** Audit rows in words. They outlive the code that wrote them, so what has no words is shown as it was written. */
export function useAuditWords() {
  const { i18n, t } = useWords()
  // Only the reader's language and place of money are used: moments are said by the table.
  const { money } = useFormats('UTC')
  const known = (key: string): string | null => {
    const full = key.includes(':') ? key : `admin:${key}`
    return i18n.exists(full) ? t(full) : null
  }

  const wordsOf = (name: string, value: string | number | boolean): string => {
    if (name.endsWith('Cents') && /^-?\d+$/.test(String(value))) return money(BigInt(value))
    if (typeof value === 'boolean') return t(`admin:audit.value.${value}`)
    const words = (families[name] ?? []).map((family) => known(`${family}.${value}`)).find(Boolean)
    return words ?? (name === 'reason' ? refusalOf(String(value)) : String(value))
  }

  /** The sentence of a refusal, where it stands without the figures of its moment. */
  const refusalOf = (code: string): string => {
    const key = [`errors:${code}.bare`, `errors:${code}`].find((each) => i18n.exists(each))
    const sentence: unknown = key && i18n.getResource(i18n.language, 'errors', key.slice('errors:'.length))
    return key && typeof sentence === 'string' && !sentence.includes('{') ? t(key) : code
  }

  return {
    actionOf: (action: string): string => known(`audit.action.${action.replace(':', '.')}`) ?? action,
    detailOf: ({ detail }: AuditRow): { key: string; words: string }[] =>
      Object.entries(detail)
        .filter(([, value]) => value !== '')
        .map(([name, value]) => ({
          key: name,
          words: t('admin:audit.detail', {
            name: known(`audit.detail.${name}`) ?? name,
            value: wordsOf(name, value),
          }),
        })),
  }
}
