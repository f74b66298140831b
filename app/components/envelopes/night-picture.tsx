import { useFormats } from '../disbursements/use-formats.ts'
import { StackedBar } from '../stacked-bar.tsx'
import { useWords } from '../words.ts'

type Props = { total: bigint; left: bigint; bonds: number; bondsLeft: number; timezone: string }

/** How much of a night is used and how much is left, as one bar with its sentence. */
export function NightPicture({ total, left, bonds, bondsLeft, timezone }: Props) {
  const { t } = useWords()
  const { money } = useFormats(timezone)
  const used = total - left
  const sentence = t('envelope:picture.sentence', {
    left: money(left),
    total: money(total),
    count: bondsLeft,
  })
  return (
    <div className="grid gap-3">
      <p className="font-display text-l">{sentence}</p>
      <StackedBar
        title={t('envelope:picture.title')}
        desc={sentence}
        segments={[
          {
            key: 'used',
            label: t('envelope:picture.used', { count: bonds - bondsLeft }),
            cents: used,
            amount: money(used),
            tone: 'strong',
          },
          { key: 'left', label: t('envelope:picture.left'), cents: left, amount: money(left), tone: 'faint' },
        ]}
      />
    </div>
  )
}
