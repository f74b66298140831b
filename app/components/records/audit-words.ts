import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { AuditRow } from '#app/domain/audit/list-audit.server.ts'

/** Where the words for a code may stand in the catalog of staff pages, by what the detail calls it. */
const families: Record<string, ((code: string) => string)[]> = {
  purpose: [(code) => `admin:purpose.${code}`],
  method: [(code) => `admin:method.${code}`, (code) => `admin:audit.method.${code}`],
  from: [
    (code) => `admin:state.${code}`,
    (code) => `intake:state.${code}`,
    (code) => `records:fund.state.${code}`,
  ],
  to: [
    (code) => `admin:state.${code}`,
    (code) => `intake:state.${code}`,
    (code) => `records:fund.state.${code}`,
  ],
  knownFrom: [(code) => `admin:known.${code}`],
  outcome: [(code) => `admin:bond.release.${code}`],
  role: [(code) => `admin:role.${code}`],
  reason: [
    (code) => `admin:audit.reason.${code}`,
    (code) => `admin:rejection.reason.${code}`,
    (code) => `admin:cancellation.reason.${code}`,
    (code) => `forecast:reason.${code}`,
    (code) => `envelope:reason.${code}`,
    (code) => `records:incident.reason.${code}`,
    (code) => `records:finding.${code}`,
    (code) => `doors:reason.${code}`,
    (code) => `donors:mail.resend.${code}`,
    (code) => `donors:mail.close.${code}`,
    (code) => `donors:mail.lift.${code}`,
  ],
  as: [(code) => `admin:audit.as.${code}`],
  word: [(code) => `admin:audit.word.${code}`],
  why: [(code) => `admin:suspense.reason.${code}`],
  kind: [
    (code) => `recovery:kind.${code}`,
    (code) => `vault:demands.kind.${code}`,
    (code) => `rules:kind.${code}`,
  ],
  message: [(code) => `donors:mail.message.${code}`],
  cause: [(code) => `donors:mail.cause.${code}`],
  drawnTo: [(code) => `recovery:drawnTo.${code}`],
  effect: [(code) => `rules:effect.${code}`],
  note: [(code) => `recovery:note.${code}`, (code) => `doors:note.${code}`],
  assuredBy: [(code) => `doors:assured.${code}`],
  finding: [(code) => `doors:finding.${code}`],
  way: [(code) => `doors:way.${code}`],
  format: [(code) => `records:format.${code}`],
  result: [(code) => `records:result.${code}`],
  scope: [(code) => `vault:demands.scope.${code}`],
}

/** Audit rows in words. They outlive the code that wrote them, so what has no words is shown as it was written. */
export function useAuditWords() {
  const { i18n, t } = useWords()
  // Only the reader's language and place of money are used: moments are said by the table.
  const { money } = useFormats('UTC')
  const known = (key: string): string | null => (i18n.exists(key) ? t(key) : null)

  const wordsOf = (name: string, value: string | number | boolean): string => {
    if (name.endsWith('Cents') && /^-?\d+$/.test(String(value))) return money(BigInt(value))
    if (typeof value === 'boolean') return t(`admin:audit.value.${value}`)
    const words = (families[name] ?? []).map((family) => known(family(String(value)))).find(Boolean)
    return words ?? (name === 'reason' ? refusalOf(String(value)) : String(value))
  }

  /** The sentence of a refusal, where it stands without the figures of its moment. */
  const refusalOf = (code: string): string => {
    const key = [`errors:${code}.bare`, `errors:${code}`].find((each) => i18n.exists(each))
    const sentence: unknown = key && i18n.getResource(i18n.language, 'errors', key.slice('errors:'.length))
    return key && typeof sentence === 'string' && !sentence.includes('{') ? t(key) : code
  }

  return {
    actionOf: (action: string): string => known(`admin:audit.action.${action.replace(':', '.')}`) ?? action,
    detailOf: ({ detail }: AuditRow): { key: string; words: string }[] =>
      Object.entries(detail)
        .filter(([, value]) => value !== '')
        .map(([name, value]) => ({
          key: name,
          words: t('admin:audit.detail', {
            name: known(`admin:audit.detail.${name}`) ?? name,
            value: wordsOf(name, value),
          }),
        })),
  }
}
