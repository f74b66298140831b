import { useFormats } from '../disbursements/use-formats.ts'
import { Notice } from '../notice.tsx'
import { useWords } from '../words.ts'

type Props = { closesAt: Date; enteredUntil: Date; timezone: string }

/** A night that closed and whose draws may still be entered: nothing more is handed over from it. */
export function ClosingNotice({ closesAt, enteredUntil, timezone }: Props) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  return (
    <Notice title={t('envelope:closing.title', { moment: minute(closesAt) })}>
      {t('envelope:closing', { moment: minute(enteredUntil) })}
    </Notice>
  )
}
