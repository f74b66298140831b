import { useFormats } from '#app/components/disbursements/use-formats.ts'
import { useWords } from '#app/components/words.ts'
import type { ListedMatch } from '#app/domain/bank/reads/list-matches.server.ts'

/** By which rule or by whom it was matched, what was booked with it, and what became of it. */
export function HowMatched({ match, timezone }: { match: ListedMatch; timezone: string }) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const { rule, reason, matchedBy, bookedCents, explanation, explainedBy, undone, undoneBy } = match
  const said = [
    reason
      ? t('reconciliation:how.by_hand', {
          name: matchedBy ?? '',
          reason: t(`reconciliation:reason.${reason}`),
        })
      : rule === 'own_transfer' && matchedBy
        ? t('reconciliation:how.own_transfer_by', { name: matchedBy })
        : t(`reconciliation:how.${rule}`),
    bookedCents === 0n ? '' : t('reconciliation:how.booked', { amount: money(bookedCents) }),
    explanation
      ? t('reconciliation:how.explained', {
          kind: t(`reconciliation:kind.${explanation}`),
          name: explainedBy ?? '',
        })
      : '',
    undone
      ? t('reconciliation:how.undone', { name: undoneBy ?? '', reason: t(`reconciliation:undo.${undone}`) })
      : '',
  ]
  return said.filter((sentence) => sentence !== '').join(' ')
}
