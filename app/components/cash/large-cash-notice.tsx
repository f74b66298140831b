import { useFormats } from '../disbursements/use-formats.ts'
import { Notice } from '../notice.tsx'
import { useWords } from '../words.ts'

/** Said before large cash is handed over. It never blocks. */
export function LargeCashNotice({ cents }: { cents: bigint }) {
  const { t } = useWords()
  const { money } = useFormats('UTC')
  return (
    <Notice title={t('cash:large.title', { amount: money(cents) })}>
      <p>{t('cash:large.who')}</p>
      <p className="font-semibold">{t('cash:large.never_split')}</p>
    </Notice>
  )
}
