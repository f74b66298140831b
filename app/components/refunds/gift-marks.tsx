import type { GiftMark } from '#app/domain/gifts/gift-mark.ts'
import { type Progress, StateMark } from '../state-mark.tsx'
import { useWords } from '../words.ts'

const progress: Record<GiftMark, Progress> = {
  refunded: 'done',
  partly_refunded: 'moving',
  refund_failed: 'lost',
  disputed: 'lost',
}

/** What became of a gift, beside that it was given. */
export function GiftMarks({ marks }: { marks: readonly GiftMark[] }) {
  const { t } = useWords()
  if (marks.length === 0) return null
  return (
    <ul className="grid justify-items-start gap-0.5 max-sm:justify-items-end">
      {marks.map((mark) => (
        <li key={mark}>
          <StateMark progress={progress[mark]}>{t(`refunds:gifts.mark.${mark}`)}</StateMark>
        </li>
      ))}
    </ul>
  )
}
