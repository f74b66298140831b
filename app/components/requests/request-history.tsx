import { useFormats } from '../disbursements/use-formats.ts'
import { Timeline } from '../timeline.tsx'
import { useWords } from '../words.ts'
import type { RequestFrame } from './request-frame.ts'

/** Every state it was in: who, when and why. */
export function RequestHistory({ page, timezone }: Pick<RequestFrame, 'page' | 'timezone'>) {
  const { t } = useWords()
  const { minute } = useFormats(timezone)
  return (
    <Timeline
      steps={page.history.map(({ id, to, by, reason, at }) => ({
        key: id,
        title: t(`intake:state.${to}`),
        when: by ? t('admin:by_at', { name: by, date: minute(at) }) : minute(at),
        note: reason && <p>{t(`intake:reason.${reason}`)}</p>,
      }))}
    />
  )
}
